import { describe, expect, test } from 'vitest';
import { storyHeaders } from '../../src/documents/usage-headers.ts';
import { articlePage } from '../../src/pages/article-page.ts';
import { AUDIENCES, type AudienceName, checkPage } from '../../src/preflight/search/index.ts';
import { readPage } from '../../src/preflight/served-page.ts';
import { contextWith } from '../support/publication.ts';
import { at, idOf, story } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');
const NAMES = Object.keys(AUDIENCES) as AudienceName[];

const files = [
  { href: '/media/a.jpg', type: 'image/jpeg', width: 1600, height: 900 },
  { href: '/media/b.jpg', type: 'image/jpeg', width: 1600, height: 1200 },
  { href: '/media/c.jpg', type: 'image/jpeg', width: 1200, height: 1200 },
];

/** A story as everybody wants it: paid, in two languages, with a change. */
const good = story({
  headline: 'A headline that fits',
  standfirst: 'A standfirst.',
  bylines: [{ name: 'Jane Doe', url: 'https://jane.example/' }],
  media: [{ kind: 'image', alt: 'A picture', credit: 'Jane Doe', renditions: files }],
  access: 'paid',
  body: '<p>For everybody.</p><hr class="more"><p>For subscribers.</p>',
  rights: { acquire: 'https://gazette.example.com/buy' },
  changes: [{ kind: 'update', at: '2026-03-05T10:00:00Z' }],
});
const other = story({
  id: idOf('b'),
  slug: 'eine-geschichte',
  language: 'de',
  related: [{ relation: 'translationOf', article: good.id }],
});
const context = { ...contextWith(good, other), variantsOf: () => [good, other] };

const HTML = articlePage(good, context);
const lowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
const HEADERS = lowerCase(storyHeaders(good, context));
const URL = context.addresses.article(good.slug);

const rulesFor = (html: string, headers: Readonly<Record<string, string>> = HEADERS): string[] =>
  NAMES.flatMap((name) => checkPage(name, { page: readPage(html, URL, headers), now: NOW })).map(({ rule }) => rule);

test('a story as everybody wants it has nothing against it', () => {
  expect(rulesFor(HTML)).toEqual([]);
});

test.each([
  [1600, 900, true],
  [1600, 930, true],
  [1600, 1000, false],
  [1600, 820, false],
])('a first picture of %i × %i pixels has the shape 16x9: %s', (width, height, isNear) => {
  const renditions = [{ href: '/media/a.jpg', type: 'image/jpeg', width, height }, ...files.slice(1)];
  const html = articlePage({ ...good, media: good.media.map((media) => ({ ...media, renditions })) }, context);
  expect(rulesFor(html).includes('google/image-shapes')).toBe(!isNear);
});

type Graph = { '@graph': Record<string, never>[] };

/** The page with another JSON-LD. */
function inGraph(change: (story: Record<string, unknown>, graph: Graph) => void): string {
  return HTML.replace(/(<script type="application\/ld\+json">)(.*?)(<\/script>)/s, (_, open, json, close) => {
    const graph = JSON.parse(json) as Graph;
    change(graph['@graph'][0] as Record<string, unknown>, graph);
    return `${open}${JSON.stringify(graph)}${close}`;
  });
}

const without = (pattern: RegExp): string => HTML.replaceAll(new RegExp(pattern, 'g'), '');
const meta = (name: string, content: string): string =>
  HTML.replace(new RegExp(`(<meta (?:property|name)="${name}" content=")[^"]*`), `$1${content}`);

const breadcrumbsOf = (graph: Graph): object =>
  graph['@graph'].find((node) => node['@type'] === ('BreadcrumbList' as never)) ?? {};

/** Documents that break each rule. */
const BROKEN: Readonly<Record<string, string | readonly [html: string, headers: Readonly<Record<string, string>>]>> = {
  'google/structured-data': HTML.replace('{"@context"', '{"@context'),
  'google/article': without(/<script.*?<\/script>/s),
  'google/headline-visible': inGraph((node) => Object.assign(node, { headline: 'Another' })),
  'google/headline-length': inGraph((node) => Object.assign(node, { headline: 'A'.repeat(111) })),
  'google/author': inGraph((node) => Object.assign(node, { author: [] })),
  'google/one-author-a-name': inGraph((node) =>
    Object.assign(node, { author: [{ name: 'Jane Doe and John Roe', url: 'x' }] }),
  ),
  'google/author-name': inGraph((node) => Object.assign(node, { author: [{ name: 'By Jane Doe', url: 'x' }] })),
  'google/author-url': inGraph((node) => Object.assign(node, { author: [{ name: 'Jane Doe' }] })),
  'google/publisher': inGraph((node) => Object.assign(node, { publisher: undefined })),
  'google/image': inGraph((node) => Object.assign(node, { image: undefined })),
  'google/image-pixels': inGraph((node) => Object.assign(node, { image: [{ width: 200, height: 200 }] })),
  'google/image-shapes': inGraph((node) => Object.assign(node, { image: [{ width: 1600, height: 900 }] })),
  'google/image-wide': inGraph((node) => Object.assign(node, { image: [{ width: 1100, height: 900 }] })),
  'google/image-format': inGraph((node) => Object.assign(node, { image: [{ encodingFormat: 'image/tiff' }] })),
  'google/image-licence': inGraph((node) =>
    Object.assign(node, { image: [{ acquireLicensePage: 'x', contentUrl: 'x' }] }),
  ),
  'google/video-thumbnail': HTML.replace('<main', '<main><video></video'),
  'google/date-offset': inGraph((node) => Object.assign(node, { datePublished: '2026-03-02T10:00:00' })),
  'google/date-readable': inGraph((node) => Object.assign(node, { datePublished: 'yesterday' })),
  'google/date-future': inGraph((node) => Object.assign(node, { dateModified: '2026-06-02T10:00:00Z' })),
  'google/date-order': inGraph((node) => Object.assign(node, { dateModified: '2026-01-02T10:00:00Z' })),
  'google/date-visible': without(/<time[^>]*>/),
  'google/dates-agree': meta('article:published_time', '2026-03-02T10:00:00Z'),
  'google/paywall-boolean': inGraph((node) => Object.assign(node, { isAccessibleForFree: 'False' })),
  'google/paywall-selector': HTML.replaceAll('class="paid"', ''),
  'google/paywall-agrees': inGraph((node) => Object.assign(node, { isAccessibleForFree: true })),
  'google/breadcrumb': inGraph((_, graph) =>
    Object.assign(breadcrumbsOf(graph), { itemListElement: [{ position: 1, name: 'x' }] }),
  ),
  'google/profile': inGraph((_, graph) => graph['@graph'].push({ '@type': 'ProfilePage' } as never)),
  'google/hreflang': HTML.replace(
    `hreflang="en-GB" href="${URL}"`,
    'hreflang="en-GB" href="https://x.example/"',
  ).replace(`hreflang="x-default" href="${URL}"`, ''),
  'google/canonical': without(/<link rel="canonical"[^>]*>/),
  'google/large-previews': meta('robots', 'index'),
  'bing/title': without(/<title>.*?<\/title>/),
  'bing/description': without(/<meta name="description"[^>]*>/),
  'bing/one-heading': HTML.replace('<h1>', '<h1>Another</h1><h1>'),
  'bing/picture-text': HTML.replace('alt="A picture"', ''),
  'bing/language': HTML.replace('<html lang="en-GB"', '<html'),
  'apple/accessible-for-free': inGraph((node) => Object.assign(node, { isAccessibleForFree: undefined })),
  'apple/preview-title': meta('og:title', 'A headline that fits – The Test Gazette'),
  'apple/preview-picture': without(/<meta property="og:image"[^>]*>/),
  'opengraph/basic': without(/<meta property="og:type"[^>]*>/),
  'opengraph/image': without(/<meta property="og:image"[^>]*>/),
  'opengraph/addresses': meta('og:image', '/media/a.jpg'),
  'opengraph/image-alt': without(/<meta property="og:image:alt"[^>]*>/),
  'opengraph/image-size': meta('og:image:width', '400'),
  'opengraph/dates': meta('article:modified_time', 'yesterday'),
  'ai/text-in-html': HTML.replace('<p>For everybody.</p>', ''),
  'ai/licence': without(/<link rel="license"[^>]*>/),
  'ai/licences-agree': [HTML, { ...HEADERS, link: '<https://x.example/>; rel="license"' }],
  'ai/usage-dictionary': [HTML, { ...HEADERS, 'content-usage': 'train-ai=no' }],
  'ai/reservation': [HTML, { ...HEADERS, 'tdm-reservation': 'yes' }],
};

const all = Object.values(AUDIENCES).flat();

describe('each rule finds what it is there for', () => {
  test.each(all.map(({ id }) => id))('%s', (id) => {
    const broken = BROKEN[id];
    expect(broken, 'it has an example').toBeDefined();
    const [html, headers] = typeof broken === 'string' ? [broken, HEADERS] : (broken ?? [HTML, HEADERS]);
    expect(html !== HTML || headers !== HEADERS).toBe(true);
    expect(rulesFor(html, headers)).toContain(id);
  });
});

test('recommendations are never stated as requirements', () => {
  for (const [id, broken] of Object.entries(BROKEN)) {
    const [html, headers] = typeof broken === 'string' ? [broken, HEADERS] : broken;
    const rule = all.find((one) => one.id === id);
    for (const name of NAMES) {
      const found = checkPage(name, { page: readPage(html, URL, headers), now: NOW }).filter((one) => one.rule === id);
      for (const { severity, message, reference } of found) {
        expect(severity).toBe(rule?.level === 'required' ? 'error' : 'warning');
        expect(reference).toMatch(new RegExp(`${rule?.level}$`));
        if (rule?.level === 'recommended') expect(message).not.toMatch(/\bmust\b|\brequire/i);
      }
    }
  }
});

test.each([
  ['Émile Y. Dupont', false],
  ['William E Smith', false],
  ['José Ortega y Gasset', false],
  ['Ursula von der Leyen', false],
  ['Von Trapp', false],
  ['Martin Luther King, Jr.', false],
  ['Anderson Andrews', false],
  ['Jane Doe, John Roe', true],
  ['Jane Doe and John Roe', true],
  ['Jane Doe & John Roe', true],
  ['Anna Muster und Otto Muster', true],
  ['ليلى و سامي', true],
] as const)('%s looks like several people: %s', (name, several) => {
  const html = inGraph((node) => Object.assign(node, { author: [{ '@type': 'Person', name, url: 'x' }] }));
  expect(rulesFor(html).includes('google/one-author-a-name')).toBe(several);
  expect(rulesFor(html)).not.toContain('google/author-name');
});

test.each([
  ['Reporter Brasil', false],
  ['Jan Reporter', false],
  ['Mercedes Reporter-Smith', false],
  ['Drew Barrymore', false],
  ['Mrs', false],
  ['Dr. Jane Roe, MD', true],
  ['Dr Jane Roe', true],
  ['Jane Roe, MD', true],
  ['Jane Roe, Ph.D.', true],
  ['Jane Roe, Staff Writer', true],
  ['Jane Roe (chief editor)', true],
  ['Jane Roe | Reporter', true],
  ['By Jane Roe', true],
  ['jane@example.com', true],
] as const)('%s is more than a name: %s', (name, isMore) => {
  const html = inGraph((node) => Object.assign(node, { author: [{ '@type': 'Person', name, url: 'x' }] }));
  expect(rulesFor(html).includes('google/author-name')).toBe(isMore);
});

test('a desk may be called what it likes', () => {
  const author = [{ '@type': 'Organization', name: 'Arts & Culture Editor', url: 'x' }];
  expect(rulesFor(inGraph((node) => Object.assign(node, { author })))).toEqual([]);
});

describe('editors get findings before publication', () => {
  const findings = (fields: Parameters<typeof story>[0]): string[] => {
    const broken = story({ headline: 'H', published: '2026-05-01T00:00:00Z', ...fields });
    const page = readPage(articlePage(broken, contextWith(broken)), context.addresses.article(broken.slug));
    return checkPage('google', { page, now: at('2026-04-01T00:00:00Z') }).map(({ rule }) => rule);
  };
  test.each([
    [{ media: [] }, 'google/image'],
    [{ bylines: [{ name: 'Jane Doe and John Roe' }] }, 'google/one-author-a-name'],
    [{}, 'google/date-future'],
  ] as const)('%j: %s', (fields, rule) => {
    expect(findings(fields as never)).toContain(rule);
  });
});
