import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DIGITAL_SOURCE_TYPES } from '../../src/article/rights.ts';
import { jsonLd } from '../../src/formats/json-ld/index.ts';
import { digitalSource } from '../../src/formats/json-ld/terms.ts';
import { cases } from '../support/cases.ts';
import { contextWith } from '../support/publication.ts';
import { describeWithReference } from '../support/reference.ts';

interface Vocabulary {
  readonly types: Record<string, { p?: string[] }>;
  readonly props: Record<string, { d?: string[]; r?: string[] }>;
  readonly members: Record<string, string[]>;
}

type Json = Record<string, unknown>;

const DATE_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2}))?$/;

describeWithReference('the schema.org vocabulary', ['schemas/schema-org/schemaorg-30.0.json'], (reference) => {
  const vocabulary: Vocabulary = JSON.parse(
    readFileSync(join(reference, 'schemas/schema-org/schemaorg-30.0.json'), 'utf8'),
  );

  const ancestors = (type: string): string[] => [type, ...(vocabulary.types[type]?.p ?? []).flatMap(ancestors)];

  /** What is wrong with a node: unknown types and properties, domains and ranges that do not fit. */
  function faults(node: Json, path: string): string[] {
    const type = String(node['@type'] ?? '');
    if (type === '') return Object.keys(node).join() === '@id' ? [] : [`${path}: no type`];
    if (vocabulary.types[type] === undefined) return [`${path}: unknown type ${type}`];
    return Object.entries(node)
      .filter(([name]) => !name.startsWith('@'))
      .flatMap(([name, value]) => {
        const property = vocabulary.props[name];
        if (property === undefined) return [`${path}.${name}: unknown property`];
        const inDomain = (property.d ?? []).some((domain) => ancestors(type).includes(domain));
        if (!inDomain) return [`${path}.${name}: not for ${type}`];
        return [value]
          .flat()
          .flatMap((item, index) => valueFaults(item, property.r ?? [], `${path}.${name}[${index}]`));
      });
  }

  function valueFaults(value: unknown, range: string[], path: string): string[] {
    if (typeof value === 'object' && value !== null) {
      const type = String((value as Json)['@type'] ?? '');
      const fits = type === '' || range.some((wanted) => ancestors(type).includes(wanted));
      return [...(fits ? [] : [`${path}: ${type} is not one of ${range}`]), ...faults(value as Json, path)];
    }
    if (typeof value === 'boolean') return range.includes('Boolean') ? [] : [`${path}: no Boolean here`];
    if (typeof value === 'number') {
      const numeric = ['Number', 'Integer', 'Distance', 'QuantitativeValue'].some((wanted) => range.includes(wanted));
      return numeric ? [] : [`${path}: no number here`];
    }
    const text = String(value);
    if (range.includes('Text') || range.includes('URL') || range.includes('Duration')) return [];
    if (range.includes('Date') || range.includes('DateTime')) return DATE_TIME.test(text) ? [] : [`${path}: no date`];
    const member = vocabulary.members[text.replace('https://schema.org/', '')];
    return member?.some((enumeration) => range.includes(enumeration)) || range.includes('Number')
      ? []
      : [`${path}: ${text} is not one of ${range}`];
  }

  const all = cases();
  const stories = all.flatMap(({ name, view }) => (view.kind === 'story' ? [[name, view] as const] : []));
  const context = contextWith(...stories.map(([, view]) => view));

  test.each(stories)('knows every type, property, domain and range of %s', (_, view) => {
    const made = jsonLd.article?.(view, context);
    const document = JSON.parse(made && 'text' in made ? made.text : '');
    expect(document['@graph'].flatMap((node: Json, index: number) => faults(node, `@graph[${index}]`))).toEqual([]);
    expect(jsonLd.check(JSON.stringify(document)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('knows every digital source type by the name that we give it', () => {
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
