import { describe, expect, test } from 'vitest';
import { addSeconds } from '../../src/text/instant.ts';
import { ENGINES, openStore } from '../support/engines.ts';
import { at } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');
const lease = (seconds: number, clock = () => Date.parse(NOW)) => ({ name: 'work', seconds, clock });

describe.each(ENGINES)('leases in %s', (engine) => {
  test('are held by one at a time, and free after the work', async () => {
    const { leases } = await openStore(engine);
    const inner = await leases.hold(lease(60), () => leases.hold(lease(60), async () => 'twice'));
    expect(inner).toEqual({ result: undefined });
    expect(await leases.isHeld('work', NOW)).toBe(false);
    expect(await leases.hold(lease(60), async () => 'again')).toEqual({ result: 'again' });
  });

  test('end by themselves if their holder is gone', async () => {
    const { leases } = await openStore(engine);
    await leases.take('work', 'gone', { now: NOW, seconds: 60 });
    expect(await leases.hold(lease(60), async () => 1)).toBeUndefined();
    const later = () => Date.parse(addSeconds(NOW, 61));
    expect(await leases.hold(lease(60, later), async () => 2)).toEqual({ result: 2 });
  });

  test('are released after an error, which is the one that the caller gets', async () => {
    const { leases } = await openStore(engine);
    await expect(leases.hold(lease(60), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await leases.isHeld('work', NOW)).toBe(false);
  });

  test('are renewed during long work; a renewal in flight does not outlive the release', async () => {
    const { leases } = await openStore(engine);
    let now = Date.parse(NOW);
    let renewals = 0;
    const take = leases.take.bind(leases);
    leases.take = async (...parameters) => {
      renewals++;
      return take(...parameters);
    };
    // Renewed every 10 ms; the clock of the test advances past the first term.
    await leases.hold(
      lease(0.03, () => now),
      async () => {
        now += 60_000;
        while (renewals < 4) await new Promise((resolve) => setTimeout(resolve, 1));
      },
    );
    const after = renewals;
    expect(await leases.isHeld('work', at(new Date(now).toISOString()))).toBe(false);
    expect(renewals).toBe(after);
  });

  test('that were lost abort the work', async () => {
    const { leases } = await openStore(engine);
    const aborted = await leases.hold(lease(0.03), async (lost) => {
      await leases.end('work');
      await leases.take('work', 'another', { now: addSeconds(NOW, 600), seconds: 600 });
      if (!lost.aborted) await new Promise((resolve) => lost.addEventListener('abort', resolve));
      return lost.aborted;
    });
    expect(aborted).toEqual({ result: true });
  });
});
