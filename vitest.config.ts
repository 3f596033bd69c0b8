import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/postgres-on-demand.ts'],
    // A browser and servers are started in some files; two cores are what the suite is meant for.
    maxWorkers: 2,
    // Files of one worker share modules: none of them replaces a module or leaves state behind.
    isolate: false,
    // Ends a test that hangs; tests wait for events and counts, never for the clock.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    env: { TZ: 'America/St_Johns', LOG_LEVEL: 'silent' },
  },
});
