import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NEWS_TYPES } from '../../src/article/content.ts';
import type { Story } from '../../src/article/view.ts';
import { jsonLd } from '../../src/formats/json-ld/index.ts';
import { storyUrl, urlSet } from '../../src/formats/sitemap/url-set.ts';
import { articlePage } from '../../src/pages/article-page.ts';
import { AUDIENCES, type AudienceName, checkPage } from '../../src/preflight/search/index.ts';
import { readPage } from '../../src/preflight/served-page.ts';
import { xmlSchema } from '../../src/preflight/wire/newsml-g2-schema.ts';
import { anyLine, anySubmission } from '../support/any-story.ts';
import { contextWith } from '../support/publication.ts';
import { describeWithReference } from '../support/reference.ts';
import { at, story } from '../support/stories.ts';
import { vocabularyGate } from '../support/vocabulary.ts';
import { IS_WIDE } from '../support/wide.ts';

const RUNS = process.env.DATELINE_LONG ? 2000 : IS_WIDE ? 60 : 25;
const LATER = at('2099-01-01T00:00:00Z');

/** Fields for search engines alone, and fields that change the kind of page. */
const more = fc.record(
  {
    newsType: fc.constantFrom(...NEWS_TYPES),
    backstory: anyLine,
    canonical: fc.record({ url: fc.constant('https://example.com/a?b=1&c=2'), name: anyLine }),
    access: fc.constantFrom('free', 'metered', 'paid'),
    body: fc.constant('<p>Free.</p><hr class="more"><p>Paid.</p>'),
    live: fc.record({
      starts: fc.constant('2026-03-02T09:00:00Z'),
      updates: fc.constant<{ id: string; at: string; headline: string; body: string }[]>([
        { id: 'one', at: '2026-03-02T10:00:00Z', headline: 'One', body: '<p>1</p>' },
      ]),
    }),
  },
  { requiredKeys: [] },
);

/** Any story that is to be seen long after everything has happened. */
const anyShown = fc.tuple(anySubmission, more).map(([submission, fields]): Story | undefined => {
  try {
    return story({ ...submission, ...fields });
  } catch {
    // It was hidden, or never public.
    return undefined;
  }
});

const shown = (check: (one: Story) => void) =>
  fc.assert(
    fc.property(anyShown, (one) => {
      fc.pre(one !== undefined);
      if (one !== undefined) check(one);
    }),
    { numRuns: RUNS },
  );

describeWithReference(
  'any story',
  ['schemas/schema-org/schemaorg-30.0.json', 'schemas/sitemaps/all.xsd'],
  (reference) => {
    const { graphFaults } = vocabularyGate(reference);
    const sitemap = xmlSchema(join(reference, 'schemas/sitemaps/all.xsd'), 'sitemap/xsd', 'sitemaps.org');

    test('is known to the vocabulary of schema.org in every word of its JSON-LD', () => {
      shown((one) => {
        const made = jsonLd.article?.(one, contextWith(one));
        expect(graphFaults(JSON.parse(made && 'text' in made ? made.text : ''))).toEqual([]);
      });
    });

    test('is an address that the schema of sitemaps takes, as news too', () => {
      shown((one) => {
        expect(sitemap(urlSet([storyUrl(one, contextWith(one), { isNews: true })]))).toEqual([]);
      });
    });

    test('has a page without errors for any audience', () => {
      shown((one) => {
        const context = contextWith(one);
        const page = readPage(articlePage(one, context), context.addresses.article(one.slug));
        const found = (Object.keys(AUDIENCES) as AudienceName[]).flatMap((name) =>
          checkPage(name, { page, now: LATER }),
        );
        expect(found.filter(({ severity }) => severity === 'error')).toEqual([]);
      });
    });
  },
);
