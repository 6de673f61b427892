<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:x="http://exslt.org/common" xmlns:t="urn:t" xmlns:str="http://exslt.org/strings" version="1.0" exclude-result-prefixes="x t str">
 <xsl:output method="xml" omit-xml-declaration="yes"/>
 <xsl:key name="cat" match="l" use="c"/>
 <xsl:template match="/r">
  <r>
   <xsl:variable name="L">
    <xsl:for-each select="lines">
     <l>
      <sku>
       <xsl:value-of select="sku"/>
      </sku>
      <c>
       <xsl:value-of select="category"/>
      </c>
      <q>
       <xsl:value-of select="qty"/>
      </q>
      <g>
       <xsl:value-of select="qty*unitPrice"/>
      </g>
      <a>
       <xsl:value-of select="qty*unitPrice*(100-discountPct) div 100"/>
      </a>
     </l>
    </xsl:for-each>
   </xsl:variable>
   <xsl:variable name="N" select="x:node-set($L)"/>
   <orderId>
    <xsl:value-of select="orderId"/>
   </orderId>
   <currency>
    <xsl:value-of select="currency"/>
   </currency>
   <lineCount>
    <xsl:value-of select="count(lines)"/>
   </lineCount>
   <units>
    <xsl:value-of select="sum(lines/qty)"/>
   </units>
   <gross>
    <xsl:value-of select="round(sum($N/l/g)*100) div 100"/>
   </gross>
   <discount>
    <xsl:value-of select="round((sum($N/l/g)-sum($N/l/a))*100) div 100"/>
   </discount>
   <total>
    <xsl:value-of select="round(sum($N/l/a)*100) div 100"/>
   </total>
   <xsl:for-each select="$N/l[generate-id()=generate-id(key('cat',c)[1])]">
    <xsl:sort select="sum(key('cat',c)/a)" data-type="number" order="descending"/>
    <byCategory>
     <category>
      <xsl:value-of select="c"/>
     </category>
     <lines>
      <xsl:value-of select="count(key('cat',c))"/>
     </lines>
     <units>
      <xsl:value-of select="sum(key('cat',c)/q)"/>
     </units>
     <amount>
      <xsl:value-of select="round(sum(key('cat',c)/a)*100) div 100"/>
     </amount>
    </byCategory>
   </xsl:for-each>
   <xsl:for-each select="$N/l">
    <xsl:sort select="a" data-type="number" order="descending"/>
    <xsl:if test="position() &lt; 6">
     <top>
      <xsl:value-of select="sku"/>
     </top>
    </xsl:if>
   </xsl:for-each>
  </r>
 </xsl:template>
</xsl:stylesheet>
