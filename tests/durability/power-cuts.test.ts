import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { type RunningPostgres, startPostgres } from '../support/postgres.ts';
import { Disk, whyNoPowerCuts } from '../support/power-cut.ts';
import { IS_WIDE } from '../support/wide.ts';
import { type Acknowledged, damageIn } from './check.ts';
import { killedWriter } from './killed-writer.ts';

const CUTS = process.env.DATELINE_LONG ? 50 : IS_WIDE ? 2 : 1;
const place = mkdtempSync(join(tmpdir(), 'dateline-power-'));
// PostgreSQL runs as another user, who has to get in.
chmodSync(place, 0o755);
const reason = whyNoPowerCuts(place);

afterAll(() => rmSync(place, { recursive: true, force: true }));

/** A random number of acknowledged versions before the cut. */
const versions = (): number => 1 + Math.floor(Math.random() * (process.env.DATELINE_LONG ? 300 : 30));

if (reason !== undefined) test.skip(`power cuts (skipped: ${reason})`, () => {});
else {
  describe('a power cut', () => {
    test(`loses nothing of SQLite, ${CUTS} times`, async () => {
      const disk = new Disk(join(place, 'sqlite'), 256);
      const location = { file: join(disk.folder, 'archive.sqlite') };
      const all: Acknowledged[] = [];
      try {
        for (let cut = 0; cut < CUTS; cut++) {
          all.push(...(await killedWriter(location, { seed: cut, after: versions(), instead: () => disk.cut() })));
          disk.unmount();
          disk.mount();
          expect(await damageIn(location, all), `after cut ${cut + 1}`).toEqual([]);
        }
      } finally {
        disk.remove();
      }
      expect(all.length).toBeGreaterThanOrEqual(CUTS);
      console.log(`SQLite: ${CUTS} power cuts, ${all.length} acknowledged versions, 0 lost`);
    });

    test(`loses nothing of PostgreSQL, ${CUTS} times`, async () => {
      const disk = new Disk(join(place, 'postgres'), 768);
      const all: Acknowledged[] = [];
      let postgres: RunningPostgres | undefined;
      try {
        for (let cut = 0; cut < CUTS; cut++) {
          postgres = await startPostgres({ folder: disk.folder });
          const { pid, url } = postgres;
          const cutPower = (): void => {
            for (const each of [pid, ...childrenOf(pid)]) process.kill(each, 'SIGSTOP');
            disk.cut();
            for (const each of [...childrenOf(pid), pid]) process.kill(each, 'SIGKILL');
          };
          all.push(...(await killedWriter({ url }, { seed: cut, after: versions(), instead: cutPower })));
          await postgres.stop();
          await unmounted(disk);
          disk.mount();
          postgres = await startPostgres({ folder: disk.folder });
          expect(await damageIn({ url: postgres.url }, all), `after cut ${cut + 1}`).toEqual([]);
          await postgres.stop();
          postgres = undefined;
        }
      } finally {
        await postgres?.stop().catch(() => {});
        await unmounted(disk).catch(() => {});
        disk.remove();
      }
      expect(all.length).toBeGreaterThanOrEqual(CUTS);
      console.log(`PostgreSQL: ${CUTS} power cuts, ${all.length} acknowledged versions, 0 lost`);
    });
  });
}

/** The processes that come from another one. */
function childrenOf(pid: number): number[] {
  const listed = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return listed.stdout.trim().split(/\s+/).map(Number).filter(Boolean);
}

/** Unmounts when the other processes of the server have ended, shortly after the postmaster. */
async function unmounted(disk: Disk): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      disk.unmount();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await setTimeout(100);
    }
  }
}
