<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:x="http://exslt.org/common" xmlns:t="urn:t" xmlns:str="http://exslt.org/strings" version="1.0" exclude-result-prefixes="x t str">
 <xsl:output method="xml" omit-xml-declaration="yes"/>
 <t:T n="COUNTRY">
  <t:e k="GB">United Kingdom</t:e>
  <t:e k="DE">Germany</t:e>
  <t:e k="FR">France</t:e>
  <t:e k="US">United States</t:e>
  <t:e k="IT">Italy</t:e>
  <t:e k="ES">Spain</t:e>
  <t:e k="PL">Poland</t:e>
  <t:e k="AT">Austria</t:e>
 </t:T>
 <t:T n="STATUS">
  <t:e k="A">active</t:e>
  <t:e k="S">suspended</t:e>
  <t:e k="C">closed</t:e>
 </t:T>
 <t:T n="PRIO">
  <t:e k="1">very low</t:e>
  <t:e k="2">low</t:e>
  <t:e k="3">normal</t:e>
  <t:e k="4">high</t:e>
  <t:e k="5">very high</t:e>
 </t:T>
 <xsl:template name="lk">
  <xsl:param name="t"/>
  <xsl:param name="k"/>
  <xsl:param name="d"/>
  <xsl:variable name="v" select="document('')/*/t:T[@n=$t]/t:e[@k=$k]"/>
  <xsl:choose>
   <xsl:when test="$v">
    <xsl:value-of select="$v"/>
   </xsl:when>
   <xsl:otherwise>
    <xsl:value-of select="$d"/>
   </xsl:otherwise>
  </xsl:choose>
 </xsl:template>
 <xsl:template name="d">
  <xsl:param name="s"/>
  <xsl:if test="string($s)">
   <xsl:value-of select="concat(substring($s,9,2),'.',substring($s,6,2),'.',substring($s,1,4))"/>
  </xsl:if>
 </xsl:template>
 <xsl:template name="dt">
  <xsl:param name="s"/>
  <xsl:if test="string($s)">
   <xsl:value-of select="concat(substring($s,9,2),'.',substring($s,6,2),'.',substring($s,1,4),' ',substring($s,12,5))"/>
  </xsl:if>
 </xsl:template>
 <xsl:template match="/r">
  <r>
   <customerId>
    <xsl:value-of select="id"/>
   </customerId>
   <givenName>
    <xsl:value-of select="first_name"/>
   </givenName>
   <familyName>
    <xsl:value-of select="last_name"/>
   </familyName>
   <email>
    <xsl:value-of select="mail"/>
   </email>
   <country>
    <xsl:call-template name="lk">
     <xsl:with-param name="t" select="'COUNTRY'"/>
     <xsl:with-param name="k" select="country"/>
     <xsl:with-param name="d">Unknown</xsl:with-param>
    </xsl:call-template>
   </country>
   <state>
    <xsl:call-template name="lk">
     <xsl:with-param name="t" select="'STATUS'"/>
     <xsl:with-param name="k" select="status"/>
     <xsl:with-param name="d">open</xsl:with-param>
    </xsl:call-template>
   </state>
   <priority>
    <xsl:call-template name="lk">
     <xsl:with-param name="t" select="'PRIO'"/>
     <xsl:with-param name="k" select="prio"/>
     <xsl:with-param name="d">normal</xsl:with-param>
    </xsl:call-template>
   </priority>
   <phone>
    <xsl:value-of select="tel"/>
   </phone>
   <createdOn>
    <xsl:value-of select="created"/>
   </createdOn>
   <vip>
    <xsl:value-of select="vip = 'Y'"/>
   </vip>
  </r>
 </xsl:template>
</xsl:stylesheet>
