import { describe, expect, test } from 'vitest';
import { feedDocument } from '../../src/formats/format.ts';
import { formatOf } from '../../src/formats/index.ts';
import { contextWith, publication } from '../support/publication.ts';
import { feedOf, story } from '../support/stories.ts';

const profile = (id: string) => {
  const format = formatOf('rss', id);
  if (format === undefined) throw new Error(`no profile ${id}`);
  return format;
};

describe('RSS for SmartNews (SmartFormat 2.1)', () => {
  const documentWith = (changes: object): string => {
    const context = { ...contextWith(), publication: { ...publication, ...changes } };
    return feedDocument(profile('smartnews'), { ...feedOf(story()), description: 'x'.repeat(31) }, context).text;
  };
  const channel = (text: string): string => /<channel>[\s\S]*?(?=<item>|<\/channel>)/.exec(text)?.[0] ?? '';

  test.each([
    ['The Gazette', 'The Gazette'],
    ['The Gazette of the Northern Harbours', 'The Gazette of the Northern H…'],
  ])('describes the channel in 30 characters at most: %s', (name, description) => {
    expect(channel(documentWith({ name }))).toContain(`<description>${description}</description>`);
    expect([...description].length).toBeLessThanOrEqual(30);
  });

  test('has the logo for dark backgrounds', () => {
    const logo = { href: '/media/logo.png', width: 600, height: 600, dark: '/media/dark.png' };
    const text = documentWith({ logo });
    expect(text.replaceAll(/\s+/g, '')).toContain(
      '<snf:darkModeLogo><url>https://gazette.example.com/media/dark.png</url></snf:darkModeLogo>',
    );
  });

  test('reports a document of more than a megabyte', () => {
    const rules = (size: number): string[] =>
      profile('smartnews')
        .check(documentWith({}).replace('</channel>', `<!--${'x'.repeat(size)}--></channel>`))
        .map(({ rule }) => rule);
    expect(rules(1024 * 1024)).toContain('rss-profile/size');
    expect(rules(1024)).not.toContain('rss-profile/size');
  });
});

describe('RSS for MSN', () => {
  const madeWithAi = { digitalSourceType: 'trainedAlgorithmicMedia' } as const;
  const made = (fields: object, terms: { kind: 'origin'; value: string }[] = []) => {
    const one = story(fields);
    return feedDocument(profile('msn'), { ...feedOf(one), terms }, contextWith(one));
  };

  test('has texts made with AI in a feed of their own alone, once a person has checked them', () => {
    const own = [{ kind: 'origin', value: 'ai' } as const];
    const items = (document: { text: string }): number => document.text.match(/<item[\s>]/g)?.length ?? 0;
    expect(items(made({}))).toBe(1);
    expect(items(made({ digitalSourceType: 'humanEdits' }))).toBe(1);
    for (const [fields, terms, reason] of [
      [madeWithAi, own, /humanReview/],
      [{ ...madeWithAi, humanReview: false }, own, /humanReview/],
      [{ ...madeWithAi, humanReview: true }, [], /origin: ai/],
    ] as const) {
      const document = made(fields, [...terms]);
      expect([items(document), document.refused.length]).toEqual([0, 1]);
      expect(document.refused[0]?.message).toMatch(reason);
    }
    expect(items(made({ ...madeWithAi, humanReview: true }, own))).toBe(1);
  });
});
