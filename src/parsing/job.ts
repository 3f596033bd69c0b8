import type { Finding } from '../text/finding.ts';

/** Refusal of a document, with all its problems. */
export interface RefusedDocument {
  readonly problems: readonly Finding[];
}

/** Input of a job; everything in it can be copied to another thread (structured clone). */
export interface JobInput {
  /** The name of the document in findings. */
  readonly file: string;
}

/** A pure function that parses a document in a worker thread. */
export interface Job<Input extends JobInput, Output> {
  /** URL of the module that exports the function. */
  readonly module: string;
  /** Name of the exported function. */
  readonly name: string;
  /** For the types alone: the worker imports the function by its name. */
  readonly run: (input: Input) => Output;
}

/**
 * Declares an exported function as a job.
 * @param module `import.meta.url`
 */
export function jobOf<Input extends JobInput, Output>(
  module: string,
  run: (input: Input) => Output,
): Job<Input, Output> {
  return { module, name: run.name, run };
}
