<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:x="http://exslt.org/common" xmlns:t="urn:t" xmlns:str="http://exslt.org/strings" version="1.0" exclude-result-prefixes="x t str">
 <xsl:output method="xml" omit-xml-declaration="yes"/>
 <t:T n="QUEUE">
  <t:e k="OPS">Operations</t:e>
  <t:e k="HR">Human Resources</t:e>
  <t:e k="NET">Network::Core</t:e>
 </t:T>
 <t:T n="JTYPE">
  <t:e k="Bug">Incident</t:e>
  <t:e k="Task">ServiceRequest</t:e>
  <t:e k="Story">RfC</t:e>
 </t:T>
 <t:T n="JPNAME">
  <t:e k="Highest">5 very high</t:e>
  <t:e k="High">4 high</t:e>
  <t:e k="Medium">3 normal</t:e>
  <t:e k="Low">2 low</t:e>
  <t:e k="Lowest">1 very low</t:e>
 </t:T>
 <t:T n="JPRIO">
  <t:e k="Highest">5</t:e>
  <t:e k="High">4</t:e>
  <t:e k="Medium">3</t:e>
  <t:e k="Low">2</t:e>
  <t:e k="Lowest">1</t:e>
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
   <Ticket>
    <Title>
     <xsl:value-of select="concat('[',key,'] ',fields/summary)"/>
    </Title>
    <Queue>
     <xsl:call-template name="lk">
      <xsl:with-param name="t" select="'QUEUE'"/>
      <xsl:with-param name="k" select="fields/project/key"/>
      <xsl:with-param name="d">Misc</xsl:with-param>
     </xsl:call-template>
    </Queue>
    <Type>
     <xsl:call-template name="lk">
      <xsl:with-param name="t" select="'JTYPE'"/>
      <xsl:with-param name="k" select="fields/issuetype/name"/>
      <xsl:with-param name="d">Unclassified</xsl:with-param>
     </xsl:call-template>
    </Type>
    <State>
     <xsl:choose>
      <xsl:when test="fields/status/statusCategory/key='done'">closed successful</xsl:when>
      <xsl:when test="fields/status/statusCategory/key='indeterminate'">open</xsl:when>
      <xsl:otherwise>new</xsl:otherwise>
     </xsl:choose>
    </State>
    <Priority>
     <xsl:call-template name="lk">
      <xsl:with-param name="t" select="'JPNAME'"/>
      <xsl:with-param name="k" select="fields/priority/name"/>
      <xsl:with-param name="d">3 normal</xsl:with-param>
     </xsl:call-template>
    </Priority>
    <PriorityID>
     <xsl:call-template name="lk">
      <xsl:with-param name="t" select="'JPRIO'"/>
      <xsl:with-param name="k" select="fields/priority/name"/>
      <xsl:with-param name="d">3</xsl:with-param>
     </xsl:call-template>
    </PriorityID>
    <Owner>
     <xsl:choose>
      <xsl:when test="string(fields/assignee/emailAddress)">
       <xsl:value-of select="fields/assignee/emailAddress"/>
      </xsl:when>
      <xsl:otherwise>
       <xsl:value-of select="'root@localhost'"/>
      </xsl:otherwise>
     </xsl:choose>
    </Owner>
    <CustomerUser>
     <xsl:value-of select="translate(fields/reporter/emailAddress,'ABCDEFGHIJKLMNOPQRSTUVWXYZÜ','abcdefghijklmnopqrstuvwxyzü')"/>
    </CustomerUser>
    <Customer>
     <xsl:value-of select="fields/reporter/displayName"/>
    </Customer>
    <Created>
     <xsl:call-template name="dt">
      <xsl:with-param name="s" select="fields/created"/>
     </xsl:call-template>
    </Created>
    <Due>
     <xsl:call-template name="d">
      <xsl:with-param name="s" select="fields/duedate"/>
     </xsl:call-template>
    </Due>
    <Labels>
     <xsl:for-each select="fields/labels">
      <xsl:if test="position() != 1">, </xsl:if>
      <xsl:value-of select="."/>
     </xsl:for-each>
    </Labels>
    <xsl:for-each select="fields/components">
     <Components>
      <xsl:value-of select="name"/>
     </Components>
    </xsl:for-each>
    <xsl:for-each select="fields/fixVersions[released='true']">
     <FixVersions>
      <xsl:value-of select="name"/>
     </FixVersions>
    </xsl:for-each>
    <EstimateHours>
     <xsl:value-of select="fields/timetracking/originalEstimateSeconds div 3600"/>
    </EstimateHours>
    <HasAttachments>
     <xsl:value-of select="boolean(fields/attachment)"/>
    </HasAttachments>
    <CommentCount>
     <xsl:value-of select="count(fields/comment/comments)"/>
    </CommentCount>
    <LastComment>
     <xsl:value-of select="fields/comment/comments[last()]/body"/>
    </LastComment>
    <Votes>
     <xsl:value-of select="fields/votes/votes"/>
    </Votes>
    <Sprint>
     <xsl:value-of select="fields/customfield_10020[state='active'][1]/name"/>
    </Sprint>
    <Severity>
     <xsl:choose>
      <xsl:when test="fields/customfield_10010/value">
       <xsl:value-of select="fields/customfield_10010/value"/>
      </xsl:when>
      <xsl:otherwise>
       <xsl:value-of select="'n/a'"/>
      </xsl:otherwise>
     </xsl:choose>
    </Severity>
    <Link>
     <xsl:value-of select="concat('https://jira.example.org/browse/',key)"/>
    </Link>
   </Ticket>
   <Article>
    <Subject>
     <xsl:value-of select="fields/summary"/>
    </Subject>
    <From>
     <xsl:value-of select="concat(fields/reporter/displayName,' &lt;',fields/reporter/emailAddress,'&gt;')"/>
    </From>
    <ContentType>text/plain; charset=utf8</ContentType>
    <Body>
     <xsl:value-of select="concat('Imported from ',key,' (',fields/project/name,')')"/>
     <xsl:text>
</xsl:text>
     <xsl:value-of select="concat('Reported by ',fields/reporter/displayName,' on ')"/>
     <xsl:call-template name="dt">
      <xsl:with-param name="s" select="fields/created"/>
     </xsl:call-template>
     <xsl:text>
</xsl:text>
     <xsl:text>
</xsl:text>
     <xsl:value-of select="fields/description"/>
    </Body>
   </Article>
   <xsl:for-each select="fields/comment/comments">
    <Comments>
     <author>
      <xsl:value-of select="author/displayName"/>
     </author>
     <body>
      <xsl:value-of select="body"/>
     </body>
     <at>
      <xsl:call-template name="dt">
       <xsl:with-param name="s" select="created"/>
      </xsl:call-template>
     </at>
    </Comments>
   </xsl:for-each>
   <xsl:for-each select="fields/attachment">
    <Attachments>
     <Filename>
      <xsl:value-of select="filename"/>
     </Filename>
     <ContentType>
      <xsl:value-of select="mimeType"/>
     </ContentType>
     <KB>
      <xsl:value-of select="size div 1024"/>
     </KB>
    </Attachments>
   </xsl:for-each>
   <xsl:for-each select="fields/issuelinks">
    <Links>
     <type>
      <xsl:value-of select="type/name"/>
     </type>
     <direction>
      <xsl:choose>
       <xsl:when test="outwardIssue">
        <xsl:value-of select="'out'"/>
       </xsl:when>
       <xsl:otherwise>
        <xsl:value-of select="'in'"/>
       </xsl:otherwise>
      </xsl:choose>
     </direction>
     <key>
      <xsl:choose>
       <xsl:when test="outwardIssue">
        <xsl:value-of select="outwardIssue/key"/>
       </xsl:when>
       <xsl:otherwise>
        <xsl:value-of select="inwardIssue/key"/>
       </xsl:otherwise>
      </xsl:choose>
     </key>
    </Links>
   </xsl:for-each>
  </r>
 </xsl:template>
</xsl:stylesheet>
