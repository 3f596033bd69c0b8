import { createRequire } from 'node:module';
import type { Robot } from 'robots-parser';
import robotsTxtParser from 'robots-txt-parser';
import { describe, expect, test } from 'vitest';
import { DATA_MINING, type DataMining } from '../../src/article/rights.ts';
import { listHeaders, storyHeaders } from '../../src/documents/usage-headers.ts';
import { feedDocument } from '../../src/formats/format.ts';
import { jsonLd } from '../../src/formats/json-ld/index.ts';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { robots } from '../../src/formats/robots/index.ts';
import { rslDocument } from '../../src/formats/rsl/index.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { tdmPolicy, tdmReservations } from '../../src/formats/tdm/index.ts';
import { trust } from '../../src/formats/trust/index.ts';
import { CRAWLERS } from '../../src/publication/crawlers.ts';
import { machineUses } from '../../src/publication/machine-uses.ts';
import { type Publication, publicationSchema } from '../../src/publication/publication.ts';
import { SETTINGS, storyFile } from '../support/folder.ts';
import { contextWith, publication } from '../support/publication.ts';
import { startServer } from '../support/server.ts';
import { feedOf, idOf, story } from '../support/stories.ts';

// It is a function of CommonJS, unlike its types.
const robotsParser: (url: string, text: string) => Robot = createRequire(import.meta.url)('robots-parser');

const VALUES = Object.keys(DATA_MINING) as DataMining[];

/** Permissions by signal: training of models, and indexing by search engines. */
interface Said {
  readonly training?: boolean;
  readonly search?: boolean;
}

function contextOf(dataMining: DataMining, more: Partial<Publication> = {}) {
  const own = { ...publication, ...more, rights: { ...publication.rights, dataMining } };
  return { ...contextWith(), publication: { ...own, feeds: { ...own.feeds, rsl: true } } };
}

function fromUsage(usage: string | null | undefined): Said {
  const said = new Map((usage ?? '').split(/,\s*/).map((pair) => pair.split('=') as [string, string]));
  const value = (name: string): boolean | undefined => (said.has(name) ? said.get(name) === 'y' : undefined);
  return clean({ training: value('train-ai'), search: value('search') });
}

/** After RSL 1.0: `ai-all` holds all `ai-…`, and `all` everything. */
function fromRsl(text: string): Said {
  const words = (name: string) =>
    new RegExp(`<(?:rsl:)?${name} type="usage">([^<]*)`).exec(text)?.[1]?.split(' ') ?? [];
  const [permits, prohibits] = [words('permits'), words('prohibits')];
  const of = (...names: string[]): boolean | undefined =>
    names.some((name) => prohibits.includes(name))
      ? false
      : names.some((name) => permits.includes(name))
        ? true
        : undefined;
  return clean({ training: of('all', 'ai-all', 'ai-train'), search: of('all', 'search') });
}

function clean({ training, search }: { training: boolean | undefined; search: boolean | undefined }): Said {
  return { ...(training === undefined ? {} : { training }), ...(search === undefined ? {} : { search }) };
}

describe.each(VALUES)('a publication whose rights are %s', (dataMining) => {
  const context = contextOf(dataMining);
  const uses = machineUses({ dataMining });
  const said = clean({ training: uses.training, search: uses.search });
  const own = story({ rights: {} });

  test('states the same in every signal', () => {
    const headers = storyHeaders(own, context);
    expect(fromUsage(headers['Content-Usage'])).toEqual(said);
    expect(fromRsl(rslDocument(uses, '/'))).toEqual(said);
    expect(fromRsl(feedDocument(rss, feedOf(own), context).text)).toEqual(said);
    expect(fromUsage(/Content-Usage: (.*)/.exec(robots(context))?.[1])).toEqual(said);
    const [rule] = JSON.parse(tdmReservations(uses, context));
    expect([rule?.['tdm-reservation'], headers['tdm-reservation']]).toEqual(
      uses.reserved === undefined ? [undefined, undefined] : uses.reserved ? [1, '1'] : [0, '0'],
    );
    // Refused training reserves mining: the one without the other would be a contradiction.
    if (uses.training === false) expect(uses.reserved).toBe(true);
    const trusted = /datatrainingallowed=(\w+)/.exec(trust(context))?.[1];
    expect(trusted).toBe(uses.training === undefined ? undefined : uses.training ? 'yes' : 'no');
    const newsml = newsmlG2.article?.(own, context);
    expect(newsml && 'text' in newsml && newsml.text).toContain(`vocab/${DATA_MINING[dataMining]}"`);
    const made = jsonLd.article?.(own, context);
    const [node] = JSON.parse(made && 'text' in made ? made.text : '{}')['@graph'];
    expect(node.usageInfo).toBe('https://gazette.example.com/license');
    expect(listHeaders([own], context)['Content-Usage']).toBe(headers['Content-Usage']);
  });

  test('admits the crawlers that the rights admit, with every parser of robots.txt', () => {
    const text = robots(context);
    const strict = robotsParser('https://gazette.example.com/robots.txt', text);
    const other = robotsTxtParser();
    other.parseRobots('https://gazette.example.com', text);
    for (const agent of [...CRAWLERS.training, ...CRAWLERS.search, ...CRAWLERS.user, 'SomeBot']) {
      const mayCome = !(CRAWLERS.training.includes(agent) && uses.training === false);
      const path = 'https://gazette.example.com/articles/a-story';
      other.setUserAgent(agent);
      const readings = [
        strict.isAllowed(path, agent),
        other.canCrawlSync(path),
        firstMatch(text, agent, '/articles/a-story'),
      ];
      expect([agent, ...readings]).toEqual([agent, mayCome, mayCome, mayCome]);
      expect([
        strict.isAllowed('https://gazette.example.com/search?q=x', agent),
        firstMatch(text, agent, '/search'),
      ]).toEqual([false, false]);
    }
    expect(strict.getSitemaps()).toEqual([
      'https://gazette.example.com/sitemap.xml',
      'https://gazette.example.com/sitemap-news.xml',
    ]);
  });
});

/** As Python's standard library reads it: a blank line ends a group, the first rule that fits counts. */
function firstMatch(text: string, agent: string, path: string): boolean {
  const groups = text.split(/\n\s*\n/).map((group) => group.split('\n'));
  const of = (name: string) =>
    groups.find((lines) => lines.some((line) => line.toLowerCase() === `user-agent: ${name.toLowerCase()}`));
  const rules = (of(agent) ?? of('*') ?? []).flatMap((line) => {
    const [, kind, value = ''] = /^(Allow|Disallow): (.*)$/.exec(line) ?? [];
    return kind === undefined ? [] : [{ allows: kind === 'Allow', value }];
  });
  return rules.find(({ value }) => path.startsWith(value))?.allows ?? true;
}

test('a group by name is the exception that its publisher wrote, for strict and for simple readers', () => {
  const { crawlers } = publicationSchema.parse({
    ...publication,
    crawlers: {
      disallow: ['/drafts/'],
      user: 'disallow',
      groups: [{ agents: ['PartnerBot'], allow: ['/drafts/open/'], disallow: ['/drafts/', '/private/'] }],
    },
  });
  const text = robots(contextOf('unspecified', { crawlers }));
  const strict = robotsParser('https://gazette.example.com/robots.txt', text);
  for (const [agent, path, expected] of [
    ['PartnerBot', '/drafts/open/x', true],
    ['PartnerBot', '/drafts/x', false],
    ['PartnerBot', '/private/x', false],
    ['SomeBot', '/drafts/open/x', false],
    ['ChatGPT-User', '/articles/x', false],
    ['GPTBot', '/articles/x', true],
  ] as const) {
    expect([agent, path, strict.isAllowed(`https://gazette.example.com${path}`, agent)]).toEqual([
      agent,
      path,
      expected,
    ]);
    expect([agent, path, firstMatch(text, agent, path)]).toEqual([agent, path, expected]);
  }
});

test('settings that contradict the rights are refused', () => {
  const parsed = publicationSchema.safeParse({ ...publication, crawlers: { training: 'allow' } });
  expect(parsed.error?.issues[0]).toMatchObject({ path: ['crawlers', 'training'] });
});

test('a section and a story may differ, and say so themselves', () => {
  const sections = publication.sections.map((section) =>
    section.key === 'culture' ? { ...section, rights: { dataMining: 'allowed' as const } } : section,
  );
  const context = contextOf('prohibited-ai-training', { sections });
  const world = story({ rights: {} });
  const culture = story({ id: idOf('b'), slug: 'b', section: 'culture', rights: {} });
  const both = story({ id: idOf('c'), slug: 'c', section: 'culture', rights: { dataMining: 'prohibited' } });
  expect([world, culture, both].map((one) => storyHeaders(one, context)['Content-Usage'])).toEqual([
    'train-ai=n',
    'search=y, train-ai=y',
    'search=n, train-ai=n',
  ]);
  expect(storyHeaders(world, context).Link).toContain('<https://gazette.example.com/license.xml>');
  expect(storyHeaders(culture, context).Link).toContain('<https://gazette.example.com/articles/b/license.xml>');
  // A list of both contains the texts of both: the strictest statement holds.
  expect(listHeaders([world, culture], context)).toMatchObject({ 'Content-Usage': 'train-ai=n' });
  expect(listHeaders([culture, both], context)).toMatchObject({ 'Content-Usage': 'search=n, train-ai=n' });
  expect(listHeaders([culture], context)['Content-Usage']).toBe('search=y, train-ai=y');
});

test('where the rights have no rule there is no licence: one without a rule would permit everything', () => {
  const context = contextOf('prohibited-see-terms');
  expect(storyHeaders(story({ rights: {} }), context).Link).toBeUndefined();
  expect(robots(context)).not.toContain('License:');
  expect(storyHeaders(story({ rights: {} }), context)['tdm-reservation']).toBe('1');
});

test('the policy of mining is an offer of ODRL that requires permission', () => {
  const policy = JSON.parse(tdmPolicy(contextOf('prohibited')));
  expect(policy).toMatchObject({
    '@type': 'Offer',
    profile: 'http://www.w3.org/ns/tdmrep',
    permission: [{ action: 'tdm:mine', duty: [{ action: 'obtainConsent' }] }],
  });
});

test('the server sends all of them', async () => {
  const { get } = await startServer({
    'publication.yaml': `${SETTINGS}rights: { dataMining: prohibited-ai-training }\n`,
    'a.md': storyFile('a', { slug: 'a' }),
    'b.md': storyFile('b', { slug: 'b', rights: '{ dataMining: allowed }' }),
  });
  for (const [path, type] of [
    ['/license.xml', 'application/rsl+xml; charset=utf-8'],
    ['/license', 'text/html; charset=utf-8'],
    ['/.well-known/tdmrep.json', 'application/json; charset=utf-8'],
    ['/license/tdm-policy.json', 'application/ld+json; charset=utf-8'],
    ['/trust.txt', 'text/plain; charset=utf-8'],
    ['/.well-known/trust.txt', 'text/plain; charset=utf-8'],
    ['/articles/b/license.xml', 'application/rsl+xml; charset=utf-8'],
  ] as const) {
    const response = await get(path);
    expect([path, response.status, response.headers.get('content-type')]).toEqual([path, 200, type]);
  }
  for (const path of ['/articles/b', '/articles/b.jsonld', '/articles/b.newsml.xml']) {
    const response = await get(path);
    expect([path, fromUsage(response.headers.get('content-usage'))]).toEqual([path, { training: true, search: true }]);
    expect(response.headers.get('tdm-reservation')).toBe('0');
    expect(response.headers.get('link')).toContain('/articles/b/license.xml>; rel="license"');
  }
  expect(fromRsl(await (await get('/articles/b/license.xml')).text())).toEqual({ training: true, search: true });
});
