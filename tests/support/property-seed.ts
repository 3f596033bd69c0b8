import fc from 'fast-check';

/**
 * Seed of the property tests in `npm test` and `npm run test:more`: a commit has one result. `npm run test:long` takes
 * new seeds and more runs, to find new counterexamples.
 */
const SEED = 20_261_127;

if (!process.env.DATELINE_LONG) fc.configureGlobal({ seed: SEED });
