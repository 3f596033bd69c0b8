import { describe, expect, test } from 'vitest';
import { type Audience, audienceOf, isPublicAudience, NEWSROOM, PUBLIC, SCOPES } from '../../src/article/audience.ts';
import { viewOf } from '../../src/article/view.ts';
import { ALL_FORMATS } from '../../src/formats/index.ts';
import { contextWith } from '../support/publication.ts';
import { article, at } from '../support/stories.ts';

const formatContext = contextWith();
const NOW = at('2026-12-01T00:00:00Z');
const NOTE = 'Only the desk may read this.';
const RIGHTS = [false, true];
const AUDIENCES: readonly Audience[] = RIGHTS.flatMap((embargoed) =>
  RIGHTS.flatMap((paidText) =>
    RIGHTS.map((editorial) => ({ embargoed, paidText, editorial, destination: 'web' as const })),
  ),
);
const changes = (kind: 'correct' | 'kill' | 'withhold') => [
  { kind, at: '2026-03-03T09:00:00Z', note: NOTE, ...(kind === 'correct' ? { notice: 'It was wrong.' } : {}) },
];

describe('notes for editors', () => {
  test.each(['correct', 'kill', 'withhold'] as const)(
    'of a %s are for audiences with the right `editorial` alone',
    (kind) => {
      const version = article({ changes: changes(kind), editorNote: NOTE });
      for (const audience of AUDIENCES) {
        const seen = JSON.stringify(viewOf(version, audience, NOW));
        expect(seen.includes(NOTE), JSON.stringify(audience)).toBe(audience.editorial);
      }
    },
  );

  test('are in no format for the public', () => {
    const view = viewOf(article({ changes: changes('correct'), editorNote: NOTE }), PUBLIC, NOW);
    for (const format of ALL_FORMATS) {
      const made = view && format.article?.(view, formatContext);
      expect(JSON.stringify(made ?? ''), format.name).not.toContain(NOTE);
    }
  });
});

describe('a paid story', () => {
  const paid = article({ access: 'paid', body: '<p>Free part.</p><hr class="more"><p>PAID PART</p>' });

  test.each([
    ['the public', PUBLIC, false],
    ['a key with `embargo`', audienceOf(['embargo']), false],
    ['a key with `paid`', audienceOf(['paid']), true],
    ['a key with `embargo` and `paid`', audienceOf(['embargo', 'paid']), true],
    ['a key with `write`', audienceOf(['write']), true],
    ['a key with `admin`', audienceOf(['admin']), true],
  ] as const)('for %s', (_, audience, isWhole) => {
    const view = viewOf(paid, audience, NOW);
    let count = 0;
    for (const format of ALL_FORMATS) {
      const made = view && format.article?.(view, formatContext);
      if (made === undefined || !('text' in made)) continue;
      count++;
      // JSON-LD describes the page, which has the free part.
      if (isWhole && format.id !== 'json-ld') expect(made.text, format.name).toContain('PAID PART');
      if (!isWhole) expect(made.text, format.name).not.toContain('PAID PART');
    }
    expect(count).toBeGreaterThan(5);
  });
});

describe('rights of scopes', () => {
  test('are independent, and `write` and `admin` have all', () => {
    expect(audienceOf(['read'])).toEqual(PUBLIC);
    expect(audienceOf(['paid'])).toEqual({ embargoed: false, paidText: true, editorial: false, destination: 'web' });
    expect(audienceOf(['embargo'])).toEqual({
      embargoed: true,
      paidText: false,
      editorial: true,
      destination: 'partners',
    });
    expect(audienceOf(['embargo', 'paid'])).toEqual({ ...NEWSROOM, destination: 'partners' });
    for (const scope of ['write', 'admin'] as const) expect(audienceOf([scope])).toEqual(NEWSROOM);
    expect(SCOPES.filter((scope) => isPublicAudience(audienceOf([scope])))).toEqual(['read']);
  });
});
