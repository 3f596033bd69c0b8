import { describe, expect, test } from 'vitest';
import { readCanonicalJson } from '../../src/intake/canonical-json/index.ts';
import { testHints } from '../support/cases.ts';
import { idOf, STORY } from '../support/stories.ts';

const read = (live: unknown) =>
  readCanonicalJson(Buffer.from(JSON.stringify({ id: idOf('a'), ...STORY, live })), testHints('a.json'));

describe('live coverage in canonical JSON', () => {
  test('without updates yet is accepted', () => {
    expect(read({ starts: '2026-03-02T09:00:00Z' })).toMatchObject({
      submission: { live: { starts: '2026-03-02T09:00:00Z', updates: [] } },
    });
  });

  test.each([[{ status: 'live' }], ['nonsense'], [7], [{ starts: '2026-03-02T09:00:00Z', updates: 'nonsense' }]])(
    'that is invalid is refused: %j',
    (live) => {
      expect(read(live)).toHaveProperty('problems');
    },
  );
});
