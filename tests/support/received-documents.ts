import { newsml1 } from './newsml-1.ts';
import { wireItem } from './wire.ts';

/** A document of each format that is received, under a name without a meaning, with a headline of its own. */
export interface ReceivedDocument {
  readonly format: string;
  readonly text: string;
  readonly headline: string;
  /** True for copy without a status, which is held or a draft. */
  readonly isCopy: boolean;
}

const DATE = '2026-03-02T08:00:00Z';
const BODY = '<p>It ran.</p>';

const documentOf = (format: string, text: string, isCopy = false): ReceivedDocument => {
  const headline = `Ferry ${format}`;
  return { format, text: text.replaceAll('HEADLINE', headline), headline, isCopy };
};

const json = (data: unknown): string => JSON.stringify(data);
const NITF = `<nitf><body><body.content>${BODY}</body.content></body></nitf>`;

export const RECEIVED_DOCUMENTS: readonly ReceivedDocument[] = [
  documentOf('NewsML-G2', wireItem({ headline: 'HEADLINE', text: 'It ran.' })),
  documentOf('NewsML 1', newsml1({ data: BODY }).replace('Ferry runs again', 'HEADLINE')),
  documentOf(
    'NITF',
    `<nitf><head><docdata management-status="usable"><doc-id regsrc="a.example" id-string="1"/><date.issue norm="20260302T080000Z"/></docdata></head><body><body.head><hedline><hl1>HEADLINE</hl1></hedline></body.head><body.content>${BODY}</body.content></body></nitf>`,
  ),
  documentOf(
    'RSS',
    `<rss version="2.0"><channel><title>T</title><link>https://a.example/</link><item><guid>https://a.example/1</guid><title>HEADLINE</title><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><description>It ran.</description></item></channel></rss>`,
  ),
  documentOf(
    'Atom',
    `<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:a.example,2026:f</id><title>T</title><link href="https://b.example/"/><entry><id>tag:a.example,2026:1</id><title>HEADLINE</title><updated>${DATE}</updated><content type="html">It ran.</content></entry></feed>`,
  ),
  documentOf(
    'ninjs',
    json({
      uri: 'urn:n:1',
      type: 'text',
      version: '1',
      headline: 'HEADLINE',
      body_html: BODY,
      source: 'N',
      versioncreated: DATE,
    }),
  ),
  documentOf(
    'AP',
    json({
      api_version: '1.1',
      data: {
        item: {
          altids: { itemid: 'a1' },
          version: 1,
          type: 'text',
          pubstatus: 'usable',
          headline: 'HEADLINE',
          firstcreated: DATE,
          renditions: { nitf: { content: NITF } },
        },
      },
    }),
  ),
  documentOf(
    'dpa',
    json({
      urn: 'urn:newsml:dpa.com:1',
      version: 1,
      version_created: DATE,
      pubstatus: 'usable',
      headline: 'HEADLINE',
      article_html: BODY,
    }),
  ),
  documentOf(
    'Reuters',
    json({
      data: {
        item: {
          uri: 'tag:reuters.com,2026:newsml_1',
          version: 1,
          headLine: 'HEADLINE',
          firstCreated: DATE,
          bodyXhtml: BODY,
        },
      },
    }),
  ),
  documentOf(
    'Ghost',
    json({
      db: [
        {
          data: {
            posts: [
              {
                id: '1',
                uuid: 'u',
                title: 'HEADLINE',
                slug: 'ghost',
                html: BODY,
                status: 'published',
                published_at: DATE,
              },
            ],
          },
        },
      ],
    }),
  ),
  documentOf('plain copy', 'HEADLINE\n\nIt ran on Thursday.\n\nIt was full.\n', true),
  documentOf(
    'IPTC 7901',
    'eca0075 3 i 51\n\nFERRY/\nHEADLINE\n=\n\nIt ran.\n   It was full.\n xyz aa\n261003 Nov 26\n',
    true,
  ),
  documentOf(
    'ANPA 1312',
    't1234u i cBC-Ferry 11-26 0100\n^BC-Ferry,50<\n^HEADLINE<\n  It ran.\n  It was full.\n',
    true,
  ),
  documentOf('telex', 'ZCZC ABC0123 4\nHEADLINE\n\nIt ran on Thursday.\n\nIt was full.\nNNNN\n', true),
];
