import { ENGINES, type EngineName } from './engines.ts';

/** True in `npm run test:more` and `test:long`, which run the whole matrices: engines × channels × formats, long property tests. */
export const IS_WIDE = process.env.DATELINE_WIDE === '1' || process.env.DATELINE_LONG === '1';

/** Both engines in `npm run test:more`; SQLite in `npm test`, where other tests cover PostgreSQL. */
export const WIDE_ENGINES: readonly EngineName[] = IS_WIDE ? ENGINES : ['SQLite'];
