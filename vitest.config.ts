import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Least share of lines that the tests of a folder of `src` execute, in percent. */
const LEAST_COVERAGE = 90;
/** In `npm run test:long` a hundred kills of a server take a quarter of an hour. */
const MAX_TEST_MS = process.env.DATELINE_LONG ? 3_600_000 : 240_000;
const folders = readdirSync(join(import.meta.dirname, 'src'), { withFileTypes: true }).filter((one) =>
  one.isDirectory(),
);

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/support/property-seed.ts'],
    globalSetup: ['tests/support/postgres-on-demand.ts'],
    // A browser and servers are started in some files; two cores are what the suite is meant for.
    maxWorkers: 2,
    // Files of one worker share modules: none of them replaces a module or leaves state behind.
    isolate: false,
    // Ends a test that hangs; tests wait for events and counts, never for the clock.
    testTimeout: MAX_TEST_MS,
    hookTimeout: MAX_TEST_MS,
    coverage: {
      include: ['src/**/*.ts'],
      reporter: ['text', 'json-summary'],
      thresholds: Object.fromEntries(folders.map(({ name }) => [`src/${name}/**`, { lines: LEAST_COVERAGE }])),
    },
    env: { TZ: 'America/St_Johns', LOG_LEVEL: 'silent' },
  },
});
