import { describe, expect, test } from 'vitest';
import { atom } from '../../src/formats/atom/index.ts';
import { feedDocument } from '../../src/formats/format.ts';
import { contextWith } from '../support/publication.ts';
import { at, feedOf, view } from '../support/stories.ts';

const KILL = { kind: 'kill', at: '2026-03-05T09:00:00Z', note: 'Made up.' } as const;
const AMENDED = {
  kind: 'amend',
  at: '2026-03-07T09:00:00Z',
  notice: 'We withdraw this story, with apologies.',
} as const;

/** Returns the `when` of the deleted entry (RFC 6721, section 3). */
function whenOf(changes: readonly object[]): string | undefined {
  const tombstone = view({ changes: changes as never }, at('2026-03-20T00:00:00Z'));
  if (tombstone === undefined) throw new Error('the story was never public');
  const { text } = feedDocument(atom, feedOf(tombstone), contextWith());
  return /<at:deleted-entry [^>]*when="([^"]+)"/.exec(text)?.[1];
}

describe('the time of a tombstone', () => {
  test('is the time of the kill', () => {
    expect(whenOf([KILL])).toBe('2026-03-05T09:00:00Z');
  });

  test('is not older than its last notice: a newer entry would undo the deletion', () => {
    expect(whenOf([KILL, AMENDED])).toBe('2026-03-07T09:00:00Z');
  });
});
