import jsonld from 'jsonld';
import { describe, expect, test } from 'vitest';
import { summaryOf } from '../../src/article/summary.ts';
import type { Story, View } from '../../src/article/view.ts';
import { atom } from '../../src/formats/atom/index.ts';
import { type Format, feedDocument } from '../../src/formats/format.ts';
import { jsonFeed } from '../../src/formats/json-feed/index.ts';
import { jsonLd } from '../../src/formats/json-ld/index.ts';
import { newsmlG2 } from '../../src/formats/newsml-g2/index.ts';
import { rss } from '../../src/formats/rss/index.ts';
import { articlePage } from '../../src/pages/article-page.ts';
import { rightsOfStory } from '../../src/publication/rights-of.ts';
import { writeBody } from '../../src/text/html-tree.ts';
import { toMilliseconds } from '../../src/text/instant.ts';
import { plainText } from '../../src/text/plain-text.ts';
import { withAbsoluteAddresses } from '../../src/text/projections.ts';
import { cases } from '../support/cases.ts';
import { contextWith, publication } from '../support/publication.ts';
import { feedOf } from '../support/stories.ts';
import { folded, type ReadBack, readAtom, readJsonFeed, readNewsmlG2, readRss, readWithRowan } from './read-back.ts';

/** Each output, read by an independent parser, has the content of the canonical article. */
const all = cases();
const stories = all.flatMap(({ name, view }) => (view.kind === 'story' ? [[name, view] as const] : []));
const context = contextWith(...stories.map(([, story]) => story));

const feedText = (format: Format, view: View): string => feedDocument(format, feedOf(view), context).text;
const articleText = (format: Format, view: View): string => {
  const made = format.article?.(view, context);
  return made !== undefined && 'text' in made ? made.text : '';
};

/** Parts of the text that feeds have and the story has not: the lead picture, and the link to the rest of a paid story. */
const ADDED: Readonly<Record<string, readonly [before: string, after: string]>> = {
  hostile: [
    '<figure><img src="https://gazette.example.com/media/wide.jpg" alt="alt &quot;quoted&quot; &amp; <tag>" ' +
      'width="1600" height="900"><figcaption>cap ]]> &amp; &lt;b> c &amp; &lt;d></figcaption></figure>',
    '',
  ],
  paid: ['', '<p><a href="https://gazette.example.com/articles/paid">Continue reading</a></p>'],
};

const LOCAL_TIMES = [
  ['2026-03-01 23:05 UTC', '2 Mar 2026, 00:05'],
  ['2026-03-01 20:00 UTC', '1 Mar 2026, 21:00'],
] as const;

function expected(name: string, story: Story): Required<Omit<ReadBack, 'text' | 'status'>> {
  const url = context.addresses.article(story.slug);
  const [before, after] = ADDED[name] ?? ['', ''];
  const written = writeBody(withAbsoluteAddresses(story.body, url));
  // Readers get the times of a live page in the time zone of the publication.
  const local = LOCAL_TIMES.reduce((text, [utc, berlin]) => text.replace(utc, berlin), written);
  const html = `${before}${local}${after}`;
  return {
    id: story.feedId,
    headline: story.headline,
    standfirst: summaryOf(story),
    published: toMilliseconds(story.firstPublishedAt),
    updated: toMilliseconds(story.updatedAt),
    authors: story.bylines.length > 0 ? story.bylines.map(({ name }) => name) : [publication.name],
    language: story.language,
    html: story.direction === 'rtl' ? `<div lang="${story.language}" dir="rtl">${html}</div>` : html,
    rights: rightsOfStory(publication, story).notice,
    url,
  };
}

describe.each(stories)('%s', (name, story) => {
  const wanted = expected(name, story);

  test('RSS, by feedsmith', () => {
    expect(readRss(feedText(rss, story))).toEqual([wanted]);
  });

  test('Atom, by feedsmith', () => {
    expect(readAtom(feedText(atom, story))).toEqual([wanted]);
  });

  test('JSON Feed, by feedsmith', () => {
    const { rights: _, ...said } = wanted;
    const authors = story.bylines.length > 0 ? wanted.authors : [];
    expect(readJsonFeed(feedText(jsonFeed, story))).toEqual([{ ...said, authors }]);
  });

  test('RSS and Atom, by a second parser', () => {
    const { id, headline, html, published, url, authors } = wanted;
    const read = [...readWithRowan(feedText(rss, story)), ...readWithRowan(feedText(atom, story))];
    expect(read).toHaveLength(2);
    for (const item of read) {
      expect(item).toMatchObject({ id, published, url, authors });
      // This parser folds white space.
      expect([folded(item.headline), folded(item.html)]).toEqual([folded(headline), folded(html)]);
    }
  });

  test('NewsML-G2, by libxml2', () => {
    const { id: _, updated: __, html: ___, authors, ...said } = wanted;
    const read = readNewsmlG2(articleText(newsmlG2, story));
    expect(read).toMatchObject({ ...said, id: story.id, status: 'usable' });
    expect(read.authors).toEqual(story.bylines.length > 0 ? authors : []);
    expect(bare(read.text)).toBe(bare(plainText(story.body)));
  });

  test('JSON-LD, expanded by jsonld with schema.org’s terms', async () => {
    const document = JSON.parse(articleText(jsonLd, story));
    const expanded = await jsonld.expand(document, { documentLoader: schemaOrg });
    const node = expanded[0] as Record<string, { '@value'?: unknown; '@id'?: string }[]>;
    const value = (name: string): unknown => node[`https://schema.org/${name}`]?.[0]?.['@value'];
    expect(value('headline')).toBe(story.headline);
    expect(value('description')).toBe(summaryOf(story));
    expect(Date.parse(String(value('datePublished')))).toBe(wanted.published);
    expect(Date.parse(String(value('dateModified')))).toBe(wanted.updated);
    expect(value('articleBody')).toBe(plainText(story.body));
    expect(value('inLanguage')).toBe(story.language);
    expect(value('copyrightNotice')).toBe(wanted.rights);
    const authors = (node['https://schema.org/author'] ?? []) as unknown as Record<string, { '@value': string }[]>[];
    expect(authors.map((author) => author['https://schema.org/name']?.[0]?.['@value'])).toEqual(wanted.authors);
  });

  test('the page carries the same JSON-LD, and shows the same words', () => {
    const page = articlePage(story, context);
    const block = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1];
    expect(JSON.parse(block ?? '')).toEqual(JSON.parse(articleText(jsonLd, story)));
    expect(page).toContain(`<html lang="${story.language}" dir="${story.direction}">`);
    expect(page).toContain(`<link rel="canonical" href="${wanted.url}">`);
  });
});

/** Only letters, digits and signs: white space and the structure of a text differ between HTML and XHTML. */
function bare(text: string | undefined): string | undefined {
  return text?.replace(/\s+/g, '');
}

/** schema.org's context, as far as it matters here: every term is one of its own, and dates and addresses are texts. */
const schemaOrg = async (url: string) => ({
  contextUrl: null,
  documentUrl: url,
  document: { '@context': { '@vocab': 'https://schema.org/' } },
});

describe('hidden stories', () => {
  const hidden = all.filter(({ view }) => view.kind === 'tombstone');

  test.each(hidden.map(({ name, view }) => [name, view] as const))(
    '%s states its status and contains none of its words',
    (name, view) => {
      const read = readNewsmlG2(articleText(newsmlG2, view));
      expect(read).toMatchObject({ id: view.id, status: name, authors: [] });
      const outputs = [rss, atom, jsonFeed].map((format) => feedText(format, view));
      for (const output of [...outputs, articleText(newsmlG2, view), articlePage(view, context)]) {
        expect(output).not.toContain('HIDDEN');
      }
    },
  );

  test('a notice overwrites a killed story for readers; a withheld one is deleted', () => {
    const canceled = hidden.find(({ name }) => name === 'canceled');
    const withheld = hidden.find(({ name }) => name === 'withheld');
    if (canceled === undefined || withheld === undefined) throw new Error('cases are missing');
    const headline = 'We have withdrawn a story & apologise.';
    const overwritten = { id: canceled.view.id, headline, updated: Date.parse('2026-03-04T12:00:00Z') };
    expect(readRss(feedText(rss, canceled.view))).toMatchObject([{ ...overwritten, standfirst: headline }]);
    expect(readAtom(feedText(atom, canceled.view))).toMatchObject([
      { ...overwritten, html: 'We have withdrawn a story &amp; apologise.', url: undefined },
    ]);
    expect(readJsonFeed(feedText(jsonFeed, canceled.view))).toMatchObject([overwritten]);
    expect(feedText(atom, canceled.view)).not.toContain('deleted-entry');
    expect(feedText(atom, withheld.view)).toContain('<at:deleted-entry ref=');
    expect(readRss(feedText(rss, withheld.view))).toEqual([]);
    expect(JSON.parse(feedText(jsonFeed, withheld.view))).toMatchObject({
      items: [],
      _dateline: { deleted: [{ id: withheld.view.id }] },
    });
    expect(feedText(atom, stories[0]?.[1] as View)).not.toContain('tombstones');
  });
});
