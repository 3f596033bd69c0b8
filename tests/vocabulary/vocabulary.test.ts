import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { genreCodes, genreName, isRetiredGenre } from '../../src/vocabulary/genres.ts';
import { schemeUri } from '../../src/vocabulary/iptc-catalog.ts';
import { ancestorsOf, mediaTopic, topicName } from '../../src/vocabulary/media-topics.ts';
import { describeWithReference } from '../support/reference.ts';

describe('Media Topics', () => {
  test('have names and ancestors', () => {
    expect(mediaTopic('20000053')?.names.en).toBe('act of terror');
    expect(ancestorsOf('20000053').map(({ code }) => code)).toContain('16000000');
    expect(mediaTopic('99999999')).toBeUndefined();
    expect(mediaTopic('__proto__')).toBeUndefined();
  });

  test('are named in a story’s language, or in English', () => {
    const topic = mediaTopic('20000607');
    expect(topic && topicName(topic, 'de-AT')).toEqual({ language: 'de', name: 'Staatshaushalt' });
    expect(topic && topicName(topic, 'mt')).toEqual({ language: 'en', name: 'government budget' });
  });
});

test('genre codes are case-sensitive, and retired ones known', () => {
  expect(genreName('Current')).toBeDefined();
  expect(genreName('current')).toBeUndefined();
  expect(isRetiredGenre('Wrap')).toBe(true);
  expect(genreCodes()).not.toContain('Wrap');
});

describeWithReference(
  'the tables against IPTC’s own files',
  ['vocab/mediatopics-merged.json', 'vocab/catalog.IPTC-G2-Standards_41.xml'],
  (reference) => {
    test('every code, every name but the two sets that are left out', () => {
      const { concepts } = JSON.parse(readFileSync(join(reference, 'vocab/mediatopics-merged.json'), 'utf8'));
      expect(concepts.length).toBeGreaterThan(1300);
      for (const { code, labels, broader, englishChangedSince2019 } of concepts) {
        const topic = mediaTopic(code);
        expect(topic?.names.en, code).toBe(labels['en-GB'].trim());
        expect(topic?.broader).toEqual(broader);
        expect(topic?.names).not.toHaveProperty('nb');
        if (englishChangedSince2019 !== undefined) expect(Object.keys(topic?.names ?? {})).toEqual(['en']);
      }
    });

    test('the catalog', () => {
      const catalog = readFileSync(join(reference, 'vocab/catalog.IPTC-G2-Standards_41.xml'), 'utf8');
      const schemes = [...catalog.matchAll(/<scheme\s+alias="([^"]+)"\s+uri="([^"]+)"/g)];
      expect(schemes.length).toBeGreaterThan(100);
      for (const [, alias, uri] of schemes) expect(schemeUri(alias ?? ''), alias).toBe(uri);
    });
  },
);
