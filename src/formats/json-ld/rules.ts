import { type Finding, findingsOf, problem, type Rule } from '../../text/finding.ts';
import { jsonSyntaxError } from '../../text/json-syntax.ts';
import { isHttpUrl } from '../../text/url.ts';

type Node = Record<string, unknown>;

const GOOGLE = 'Google Search Central, Article structured data';

const graphOf = (document: Node): Node[] => (Array.isArray(document['@graph']) ? (document['@graph'] as Node[]) : []);
const storyOf = (document: Node): Node => graphOf(document)[0] ?? {};
const nodesOf = (value: unknown): Node[] => [value].flat().filter((item): item is Node => typeof item === 'object');

/** Turns a rule for the story's node into a rule for the document. */
function storyRule(
  id: string,
  severity: Rule<Node>['severity'],
  fault: (story: Node) => string | undefined,
): Rule<Node> {
  return {
    id,
    severity,
    reference: GOOGLE,
    check: (document) => {
      const message = fault(storyOf(document));
      return message === undefined ? [] : [{ message, path: '@graph[0]' }];
    },
  };
}

const OFFSET = /T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/;

const RULES: readonly Rule<Node>[] = [
  storyRule('json-ld/story-first', 'error', (story) =>
    ['NewsArticle', 'LiveBlogPosting'].includes(String([story['@type']].flat()[0]))
      ? undefined
      : 'The first node is the story, and its first type is NewsArticle or LiveBlogPosting: readers take the first.',
  ),
  storyRule('json-ld/headline', 'error', ({ headline }) => (headline ? undefined : 'The story has no headline.')),
  storyRule('json-ld/headline-length', 'warning', ({ headline }) =>
    String(headline).length <= 110 ? undefined : 'The headline is longer than 110 characters: it may be cut off.',
  ),
  storyRule('json-ld/dates', 'error', ({ datePublished, dateModified }) =>
    [datePublished, dateModified].every((date) => OFFSET.test(String(date)))
      ? undefined
      : 'datePublished and dateModified are complete and have an offset.',
  ),
  storyRule('json-ld/author', 'error', ({ author }) =>
    nodesOf(author).length > 0 && nodesOf(author).every(({ name }) => typeof name === 'string' && name !== '')
      ? undefined
      : 'Each author is a node of its own with a name.',
  ),
  storyRule('json-ld/publisher', 'error', ({ publisher }) =>
    nodesOf(publisher).some(({ name, url }) => Boolean(name) && isHttpUrl(String(url)))
      ? undefined
      : 'The publisher needs name and url inside the story.',
  ),
  storyRule('json-ld/image', 'warning', ({ image }) =>
    nodesOf(image).length > 0 ? undefined : 'The story has no picture: it will not be shown with one.',
  ),
  storyRule('json-ld/image-size', 'warning', ({ image }) =>
    nodesOf(image).every(({ width }) => width === undefined || Number(width) >= 1200)
      ? undefined
      : 'A picture is less than 1200 pixels wide.',
  ),
  {
    id: 'json-ld/references',
    severity: 'error',
    reference: 'JSON-LD 1.1, section 3.3',
    check: (document) => {
      const written = JSON.stringify(document);
      const pure = [...written.matchAll(/\{"@id":"([^"]+)"\}/g)].map(([, id]) => id);
      return [...new Set(pure)]
        .filter((id) => !written.includes(`"@id":"${id}",`))
        .map((id) => ({ message: `The reference to ${id} has no target in the document: add the node.` }));
    },
  },
];

/** Checks a JSON-LD document. */
export function checkJsonLd(document: string): Finding[] {
  try {
    return findingsOf(RULES, JSON.parse(document) as Node);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const { message, ...at } = jsonSyntaxError(document);
    return [problem('json/well-formed', message, { ...at, reference: 'RFC 8259' })];
  }
}
