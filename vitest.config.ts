import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/postgres-on-demand.ts'],
    // A browser and servers are started in some files; two cores are what the suite is meant for.
    maxWorkers: 2,
    testTimeout: process.env.DATELINE_LONG ? 600_000 : 20_000,
    hookTimeout: 60_000,
    env: { TZ: 'America/St_Johns', LOG_LEVEL: 'silent' },
  },
});
