import { describe, expect, test } from 'vitest';
import { DeletionGuard } from '../../src/content-folder/deletion-guard.ts';
import { contentFolder } from '../support/folder.ts';
import { at } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');

async function guardOf(): Promise<DeletionGuard> {
  const guard = new DeletionGuard(await contentFolder(), 0);
  await guard.accept();
  return guard;
}

describe('deletions without confirmation', () => {
  test.each([
    // count, files before, doubtful
    [1, 1, false],
    [1, 10, false],
    [2, 10, true],
    [2, 39, true],
    [2, 40, false],
    [5, 99, true],
    [5, 100, false],
    [5, 130, false],
    [6, 130, true],
    [6, 10_000, true],
  ])('%i of %i files: doubtful %s', async (count, known, isDoubtful) => {
    expect(await (await guardOf()).isDoubtful(count, known, NOW)).toBe(isDoubtful);
  });

  test('one after another within a minute count together, and later ones do not', async () => {
    const guard = await guardOf();
    for (const second of [0, 10, 20, 30, 40]) {
      expect(await guard.isDoubtful(1, 130, at(`2026-06-01T00:00:${String(second).padStart(2, '0')}Z`))).toBe(false);
    }
    expect(await guard.isDoubtful(1, 130, at('2026-06-01T00:00:59Z'))).toBe(true);
    expect(await guard.isDoubtful(1, 130, at('2026-06-01T00:02:00Z'))).toBe(false);
  });

  test('need the folder that was read before', async () => {
    const guard = new DeletionGuard(await contentFolder(), 0);
    expect(await guard.isDoubtful(1, 130, NOW)).toBe(true);
    const other = new DeletionGuard('/nowhere', 0);
    await other.accept();
    expect(await other.isDoubtful(1, 130, NOW)).toBe(true);
  });
});
