import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Location } from '../../src/archive/location.ts';
import { ENGINES, postgresDatabase } from '../support/engines.ts';
import { temporaryFolder } from '../support/folder.ts';
import { startPostgres } from '../support/postgres.ts';
import { IS_WIDE } from '../support/wide.ts';
import { type Acknowledged, damageIn } from './check.ts';
import { killedWriter } from './killed-writer.ts';

const KILLS = process.env.DATELINE_LONG ? 220 : IS_WIDE ? 8 : 2;
/** Largest number of versions before a kill. */
const MAX_VERSIONS = process.env.DATELINE_LONG ? 300 : 20;

describe.each(ENGINES)('%s', (engine) => {
  test(`loses nothing in ${KILLS} kills of the writing process`, async () => {
    const postgres = engine === 'PostgreSQL' && process.env.DATELINE_LONG ? await startPostgres() : undefined;
    const location: Location =
      engine === 'SQLite'
        ? { file: join(await temporaryFolder(), 'archive.sqlite') }
        : { url: postgres?.url ?? (await postgresDatabase()) };
    const all: Acknowledged[] = [];
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const after = kill % 8 === 7 ? 'opening' : 1 + Math.floor(Math.random() * MAX_VERSIONS);
        all.push(...(await killedWriter(location, { seed: kill, after })));
        expect(await damageIn(location, all.slice(-200)), `after kill ${kill + 1}`).toEqual([]);
      }
      expect(await damageIn(location, all)).toEqual([]);
      // Each writer but those killed while opening acknowledged at least one version.
      expect(all.length).toBeGreaterThanOrEqual(KILLS - Math.ceil(KILLS / 8));
      console.log(`${engine}: ${KILLS} kills, ${all.length} acknowledged versions, 0 lost`);
    } finally {
      await postgres?.stop();
    }
  });
});
