import { type Finding, findingsOf, problem, type Rule } from '../../text/finding.ts';
import { parseInstant } from '../../text/instant.ts';
import { jsonSyntaxError } from '../../text/json-syntax.ts';
import { canonicalLanguage } from '../../text/language.ts';
import { isHttpUrl } from '../../text/url.ts';

type Json = Record<string, unknown>;

const REFERENCE = 'JSON Feed 1.1';

const itemsOf = (feed: Json): Json[] => (Array.isArray(feed.items) ? (feed.items as Json[]) : []);
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? (value as Json[]) : []);

/** Turns a rule for one item into a rule for the document. */
function itemRule(id: string, reference: string, fault: (item: Json) => string | undefined): Rule<Json> {
  return {
    id,
    severity: 'error',
    reference,
    check: (feed) =>
      itemsOf(feed).flatMap((item, index) => {
        const message = fault(item);
        return message === undefined ? [] : [{ message, path: `items[${index}]` }];
      }),
  };
}

const RULES: readonly Rule<Json>[] = [
  {
    id: 'json-feed/top',
    severity: 'error',
    reference: `${REFERENCE}, top-level`,
    check: (feed) => [
      ...(feed.version === 'https://jsonfeed.org/version/1.1' ? [] : [{ message: 'The version is not 1.1.' }]),
      ...(typeof feed.title === 'string' && feed.title !== '' ? [] : [{ message: 'The feed has no title.' }]),
      ...(Array.isArray(feed.items) ? [] : [{ message: 'The feed has no list of items.' }]),
      ...(isHttpUrl(String(feed.feed_url)) ? [] : [{ message: 'feed_url is not an absolute address.' }]),
    ],
  },
  {
    id: 'json-feed/id-unique',
    severity: 'error',
    reference: `${REFERENCE}, items`,
    check: (feed) => {
      const ids = itemsOf(feed).map(({ id }) => id);
      return ids.flatMap((id, index) =>
        ids.indexOf(id) === index ? [] : [{ message: `Two items have the id ${String(id)}.`, path: `items[${index}]` }],
      );
    },
  },
  itemRule('json-feed/id', `${REFERENCE}, items`, ({ id }) =>
    typeof id === 'string' && id !== '' ? undefined : 'An item has an id, which is text.',
  ),
  itemRule('json-feed/content', `${REFERENCE}, items`, (item) =>
    typeof item.content_html === 'string' || typeof item.content_text === 'string'
      ? undefined
      : 'An item has content_html or content_text.',
  ),
  itemRule('json-feed/date', `${REFERENCE}, items`, ({ date_published, date_modified }) =>
    [date_published, date_modified].every((date) => date === undefined || parseInstant(String(date)) !== undefined)
      ? undefined
      : 'Dates are written like 2026-03-02T09:00:00Z.',
  ),
  itemRule('json-feed/address', `${REFERENCE}, items`, ({ url, image }) =>
    [url, image].every((address) => address === undefined || isHttpUrl(String(address)))
      ? undefined
      : 'Addresses are absolute http or https addresses.',
  ),
  itemRule('json-feed/language', `${REFERENCE}, items`, ({ language }) =>
    language === undefined || canonicalLanguage(String(language)) === language
      ? undefined
      : 'language is not a BCP 47 tag: write one such as en-GB.',
  ),
  itemRule('json-feed/attachment', `${REFERENCE}, attachments`, ({ attachments }) =>
    listOf(attachments).every(({ url, mime_type }) => isHttpUrl(String(url)) && /^\w+\//.test(String(mime_type)))
      ? undefined
      : 'An attachment has an absolute url and a mime_type.',
  ),
  itemRule('json-feed/author', `${REFERENCE}, authors`, ({ authors }) =>
    listOf(authors).every(({ name, url, avatar }) => name || url || avatar)
      ? undefined
      : 'An author has a name, a url or an avatar.',
  ),
];

/** Checks a JSON Feed document. */
export function checkJsonFeed(document: string): Finding[] {
  try {
    return findingsOf(RULES, JSON.parse(document) as Json);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { message, ...at } = jsonSyntaxError(document);
    return [problem('json/well-formed', message, { ...at, reference: 'RFC 8259' })];
  }
}
