import { describe, expect, test } from 'vitest';
import { addSeconds } from '../../src/text/instant.ts';
import { ENGINES, openStore } from '../support/engines.ts';
import { at } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');

describe.each(ENGINES)('keys in %s', (engine) => {
  test('store the minute of their last use', async () => {
    const { keys } = await openStore(engine);
    const { key, token } = await keys.create({ name: 'CMS', scopes: ['write'] }, NOW);
    const lastUsed = async () => {
      await keys.flush();
      return (await keys.list())[0]?.lastUsedAt;
    };
    expect(await lastUsed()).toBeUndefined();
    for (const [seconds, stored] of [
      [0, 0],
      [59, 0],
      [60, 60],
      [90, 60],
    ] as const) {
      expect(await keys.authenticate(token, addSeconds(NOW, seconds))).toMatchObject({ id: key.id });
      expect(await lastUsed(), `${seconds}`).toBe(addSeconds(NOW, stored));
    }
  });

  test('are invalid from their expiry on, after revocation, and with another secret', async () => {
    const { keys } = await openStore(engine);
    const expiresAt = addSeconds(NOW, 60);
    const { key, token } = await keys.create({ name: 'CMS', scopes: ['write'], expiresAt }, NOW);
    expect(await keys.authenticate(token, addSeconds(NOW, 59))).toBeDefined();
    expect(await keys.authenticate(token, expiresAt)).toBeUndefined();
    expect(await keys.authenticate(`${token.slice(0, -1)}${token.endsWith('x') ? 'y' : 'x'}`, NOW)).toBeUndefined();
    for (const wrong of ['', 'dateline_', token.slice(0, -1), `dateline_${'0'.repeat(12)}_${'A'.repeat(43)}`]) {
      expect(await keys.authenticate(wrong, NOW), wrong).toBeUndefined();
    }
    expect([await keys.isValid(key.id, NOW), await keys.revoke(key.id, NOW), await keys.revoke(key.id, NOW)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(await keys.authenticate(token, NOW)).toBeUndefined();
    expect(await keys.isValid(key.id, NOW)).toBe(false);
  });
});
