import { describe, expect, test } from 'vitest';
import { machineUses } from '../../src/publication/machine-uses.ts';
import {
  publicationJsonSchema,
  publicationSchema,
  sectionName,
  sectionOf,
  servicesOf,
} from '../../src/publication/publication.ts';
import { rightsOf } from '../../src/publication/rights-of.ts';

const MINIMAL = {
  name: 'The Gazette',
  description: 'News.',
  authority: { domain: 'gazette.example.com', year: 2026 },
  timeZone: 'UTC',
  language: 'en',
  sections: [{ key: 'world', name: 'World', names: { de: 'Welt' } }],
};
const messages = (fields: object): string[] => {
  const { error } = publicationSchema.safeParse({ ...MINIMAL, ...fields });
  return error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
};

describe('settings', () => {
  test('need six fields and have defaults for the rest', () => {
    const publication = publicationSchema.parse(MINIMAL);
    expect(publication.feeds).toMatchObject({ items: 30, content: 'full', named: [], rsl: false });
    expect(publication.crawlers).toMatchObject({ search: 'allow', user: 'allow' });
    for (const field of Object.keys(MINIMAL)) expect(messages({ [field]: undefined })).toHaveLength(1);
  });

  test.each([
    [{ sections: [] }, /^sections is empty/],
    [{ sections: [MINIMAL.sections[0], MINIMAL.sections[0]] }, /^sections contain the same key twice/],
    [{ authority: { domain: 'Gazette', year: 2026 } }, /^authority.domain is not a domain name/],
    [{ timeZone: 'Mars/Base' }, /^timeZone is not a time zone/],
    [{ feeds: { named: [{ key: 'all', title: 'x' }] } }, /^feeds.named.0.key is reserved/],
    [
      { feeds: { named: [{ key: 'x', title: 'x', filter: { section: ['a', 'b', 'c'], tag: ['d', 'e'] } }] } },
      /^feeds.named.0.filter has more than four terms/,
    ],
    [{ indexNow: { key: 'short' } }, /^indexNow.key is not a key/],
    [
      { crawlers: { training: 'allow' }, rights: { dataMining: 'prohibited' } },
      /^crawlers.training contradicts `rights.dataMining`/,
    ],
    [{ typo: 1 }, /typo/],
  ])('%j: %s', (fields, message) => {
    expect(messages(fields).join('\n')).toMatch(message);
  });

  test('have a JSON Schema with the required fields', () => {
    expect(publicationJsonSchema().required).toEqual(Object.keys(MINIMAL));
  });
});

describe('sections and services', () => {
  const publication = publicationSchema.parse({
    ...MINIMAL,
    services: [
      { key: 'all', name: 'All' },
      { key: 'culture', name: 'Culture', sections: ['culture'] },
    ],
  });

  test('are found by key and have names by language', () => {
    const section = sectionOf(publication, 'world');
    expect(section && [sectionName(section, 'de-AT'), sectionName(section, 'fr')]).toEqual(['Welt', 'World']);
    expect(sectionOf(publication, 'sports')).toBeUndefined();
    expect(servicesOf(publication, 'world').map(({ key }) => key)).toEqual(['all']);
    expect(servicesOf(publication, 'culture').map(({ key }) => key)).toEqual(['all', 'culture']);
  });
});

describe('rights', () => {
  const publication = publicationSchema.parse({
    ...MINIMAL,
    rights: { holder: 'Gazette Ltd', usageTerms: 'Terms.', dataMining: 'prohibited' },
    sections: [{ key: 'world', name: 'World', rights: { dataMining: 'allowed' } }],
  });

  test('of a story come before those of its section, and these before those of the publication', () => {
    const of = (rights: object, section?: string) =>
      rightsOf(publication, { rights, publishedAt: '2026-03-02T00:00:00Z', ...(section && { section }) } as never);
    expect(of({})).toMatchObject({ dataMining: 'prohibited', usageTerms: 'Terms.' });
    expect(of({}, 'world')).toMatchObject({ dataMining: 'allowed' });
    // Terms in words do not hold where the rules differ.
    expect(of({}, 'world').usageTerms).toBeUndefined();
    expect(of({ dataMining: 'prohibited-ai-training' }, 'world')).toMatchObject({
      dataMining: 'prohibited-ai-training',
    });
  });

  test.each([
    ['prohibited', { search: false, training: false, reserved: true }],
    ['prohibited-ai-training', { training: false, reserved: true }],
    ['prohibited-except-search', { search: true, training: false, reserved: true }],
    ['prohibited-generative-ai-training', { training: false, reserved: true }],
    ['prohibited-see-terms', { reserved: true }],
    ['unspecified', {}],
    ['allowed', { search: true, training: true, reserved: false }],
  ] as const)('%s for machines', (dataMining, uses) => {
    expect(machineUses({ dataMining })).toEqual(uses);
  });
});
