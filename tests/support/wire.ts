/** A newsItem as an agency sends one, with what a test cares about. */
export interface WireItem {
  readonly guid?: string;
  readonly version?: number | string;
  readonly provider?: string;
  readonly status?: string;
  readonly headline?: string;
  readonly text?: string;
  readonly at?: string;
  /** Elements of itemMeta before and behind `pubStatus`. */
  readonly embargoed?: string;
  readonly meta?: string;
  /** Elements before `itemMeta`, and inside of `contentMeta`. */
  readonly head?: string;
  readonly content?: string;
}

export const GUID = 'urn:newsml:agency.example:20260302:1';

/** The XML of such an item. */
export function wireItem(item: WireItem = {}): string {
  const {
    guid = GUID,
    version = 5,
    provider = 'https://agency.example/',
    status = 'usable',
    headline = 'Rates held',
  } = item;
  const {
    text = 'The bank held its rates.',
    at = '2026-03-02T09:00:00+00:00',
    embargoed = '',
    meta = '',
    head = '',
    content = '',
  } = item;
  const body = `<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body><p>${text}</p></body></html></inlineXML>`;
  return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" standard="NewsML-G2" standardversion="2.35" conformance="power" guid="${guid}" version="${version}" xml:lang="en">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>
${head}<itemMeta><itemClass qcode="ninat:text"/><provider uri="${provider}"><name>The Agency</name></provider><versionCreated>${at}</versionCreated>${embargoed}<pubStatus qcode="stat:${status}"/>${meta}</itemMeta>
<contentMeta><language tag="en"/><headline>${headline}</headline>${content}</contentMeta>
<contentSet>${body}</contentSet>
</newsItem>`;
}
