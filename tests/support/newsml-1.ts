/** Facts of a NewsItem of NewsML 1.2 in a test. */
export interface Newsml1Item {
  readonly revision?: number;
  readonly status?: string;
  /** Elements of `NewsManagement` behind the status. */
  readonly management?: string;
  /** Elements of the outer `NewsComponent` beside the text. */
  readonly beside?: string;
  /** Content of `DataContent`. */
  readonly data?: string;
  readonly format?: string;
  readonly byline?: string;
}

export const NEWSML_1_GUID = 'urn:newsml:agency.example:20260302:TX-FERRY-1';

/** A document of NewsML 1.2 with one item, in the form of the DTD. */
export function newsml1(item: Newsml1Item = {}): string {
  const {
    revision = 1,
    status = 'Usable',
    management = '',
    beside = '',
    format = 'XHTML',
    byline = 'By Ann Roe',
  } = item;
  const { data = '<html><body><p>The ferry ran.</p><p>It was full.</p></body></html>' } = item;
  return `<?xml version="1.0" encoding="UTF-8"?>
<NewsML Version="1.2">
<NewsEnvelope><SentFrom><Party FormalName="XYZ"/></SentFrom><DateAndTime>20260302T081000Z</DateAndTime><Priority FormalName="3"/></NewsEnvelope>
<NewsItem xml:lang="en">
<Identification><NewsIdentifier><ProviderId>agency.example</ProviderId><DateId>20260302</DateId><NewsItemId>TX-FERRY-1</NewsItemId><RevisionId PreviousRevision="${revision - 1}" Update="N">${revision}</RevisionId><PublicIdentifier>${NEWSML_1_GUID}:${revision}</PublicIdentifier></NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20260302T080000+0000</FirstCreated><ThisRevisionCreated>20260302T0${8 + revision}0000+0000</ThisRevisionCreated><Status FormalName="${status}"/>${management}<Urgency FormalName="3"/></NewsManagement>
<NewsComponent Essential="no"><Role FormalName="Main"/>
<NewsComponent><Role FormalName="Main"/>
<NewsLines><HeadLine>Ferry runs again</HeadLine><SubHeadLine>After the storm</SubHeadLine><ByLine>${byline}</ByLine><DateLine>PORT TOWN, March 2 (XYZ) - </DateLine><CreditLine>XYZ</CreditLine><CopyrightLine>© 2026 XYZ</CopyrightLine><SlugLine>FERRY</SlugLine><KeywordLine>ferry</KeywordLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="XYZ"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="en"/><SubjectCode><Subject FormalName="04000000"/><SubjectDetail FormalName="04015001"/></SubjectCode><Location HowPresent="Origin"><Property FormalName="Country" Value="XXX"/><Property FormalName="City" Value="Port Town"/></Location></DescriptiveMetadata>
<ContentItem><MediaType FormalName="Text"/><Format FormalName="${format}"/><DataContent>${data}</DataContent></ContentItem>
</NewsComponent>${beside}
</NewsComponent>
</NewsItem>
</NewsML>`;
}
