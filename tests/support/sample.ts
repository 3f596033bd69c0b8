import { join } from 'node:path';
import { pino } from 'pino';
import { type RunningServer, serve } from '../../src/app/serve.ts';

/** The moment of which the sample publication is looked at. */
export const SAMPLE_NOW = '2026-11-22T12:00:00Z';

/** Serves the sample publication as a developer sees it, on a free port, which its addresses name. */
export function serveSample(): Promise<RunningServer> {
  return serve(
    {
      port: 0,
      baseUrl: undefined,
      content: join(import.meta.dirname, '../../content'),
      archive: { file: ':memory:' },
      logLevel: 'silent',
    },
    { dev: true, log: pino({ level: 'silent' }), clock: () => Date.parse(SAMPLE_NOW) },
  );
}
