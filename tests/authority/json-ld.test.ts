import { expect, test } from 'vitest';
import { DIGITAL_SOURCE_TYPES } from '../../src/article/rights.ts';
import { jsonLd } from '../../src/formats/json-ld/index.ts';
import { digitalSource } from '../../src/formats/json-ld/terms.ts';
import { cases } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { describeWithReference } from '../support/reference.ts';
import { vocabularyGate } from '../support/vocabulary.ts';

describeWithReference('the schema.org vocabulary', ['schemas/schema-org/schemaorg-30.0.json'], (reference) => {
  const { vocabulary, faults, graphFaults } = vocabularyGate(reference);
  const all = cases();
  const stories = all.flatMap(({ name, view }) => (view.kind === 'story' ? [[name, view] as const] : []));
  const context = contextWith(...stories.map(([, view]) => view));

  test.each(stories)('uses only known types, properties, domains and ranges in %s', (_, view) => {
    const made = jsonLd.article?.(view, context);
    const document = JSON.parse(made && 'text' in made ? made.text : '');
    expect(graphFaults(document)).toEqual([]);
    expect(jsonLd.check(JSON.stringify(document)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('names every digital source type', () => {
    for (const type of DIGITAL_SOURCE_TYPES) {
      const name = String(digitalSource(type)).replace('https://schema.org/', '');
      expect(vocabulary.members[name], name).toContain('IPTCDigitalSourceEnumeration');
    }
  });

  test('finds a property out of its domain, so that it can fail', () => {
    expect(faults({ '@type': 'LiveBlogPosting', dateline: 'X' }, '')).toHaveLength(1);
    expect(faults({ '@type': 'NewsArticle', headline: true }, '')).toHaveLength(1);
  });
});

test('a hidden story has no JSON-LD', () => {
  for (const { view } of cases()) {
    if (view.kind === 'tombstone') expect(jsonLd.article?.(view, contextWith())).toBeUndefined();
  }
});
