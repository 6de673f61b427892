<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:x="http://exslt.org/common" xmlns:t="urn:t" xmlns:str="http://exslt.org/strings" version="1.0" exclude-result-prefixes="x t str">
 <xsl:output method="xml" omit-xml-declaration="yes"/>
 <t:T n="ROLE">
  <t:e k="adm">Administrator</t:e>
  <t:e k="agt">Agent</t:e>
  <t:e k="cus">Customer</t:e>
 </t:T>
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
   <count>
    <xsl:value-of select="count(records[active='true'])"/>
   </count>
   <xsl:for-each select="records[active='true']">
    <entries>
     <id>
      <xsl:value-of select="uid"/>
     </id>
     <name>
      <xsl:value-of select="concat(last,', ',first)"/>
     </name>
     <mail>
      <xsl:value-of select="translate(email,'ABCDEFGHIJKLMNOPQRSTUVWXYZÜ','abcdefghijklmnopqrstuvwxyzü')"/>
     </mail>
     <role>
      <xsl:call-template name="lk">
       <xsl:with-param name="t" select="'ROLE'"/>
       <xsl:with-param name="k" select="role"/>
       <xsl:with-param name="d">Guest</xsl:with-param>
      </xsl:call-template>
     </role>
     <country>
      <xsl:call-template name="lk">
       <xsl:with-param name="t" select="'COUNTRY'"/>
       <xsl:with-param name="k" select="country"/>
       <xsl:with-param name="d">Unknown</xsl:with-param>
      </xsl:call-template>
     </country>
     <since>
      <xsl:value-of select="substring(joined,1,10)"/>
     </since>
     <address>
      <xsl:value-of select="concat(addr/street,', ',addr/zip,' ',addr/city)"/>
     </address>
     <tags>
      <xsl:for-each select="tags">
       <xsl:if test="position() != 1">;</xsl:if>
       <xsl:value-of select="."/>
      </xsl:for-each>
     </tags>
     <xsl:for-each select="phones">
      <phones>
       <xsl:value-of select="number"/>
      </phones>
     </xsl:for-each>
     <mobile>
      <xsl:value-of select="phones[kind='mobile'][1]/number"/>
     </mobile>
     <manager>
      <xsl:value-of select="manager/name"/>
     </manager>
    </entries>
   </xsl:for-each>
  </r>
 </xsl:template>
</xsl:stylesheet>
