import type { Finding } from '../text/finding.ts';

/** Refusal of a document, with all its problems. */
export interface RefusedDocument {
  readonly problems: readonly Finding[];
}

/** Input of a job; everything in it can be copied to another thread (structured clone). */
export interface JobInput {
  /** The name of the document in findings. */
  readonly file: string;
  /** Workers of its own; by default those for parsing documents of its size. */
  readonly lane?: 'rendering' | 'indexing' | 'pictures';
}

/** A pure function that runs in a worker thread. The serving thread loads its types alone. */
export interface Job<Input extends JobInput, Output> {
  /** URL of the module that exports the function. */
  readonly module: string;
  /** Name of the exported function. */
  readonly name: string;
  /** For the compiler: a job has no such field. */
  readonly types?: (input: Input) => Output | Promise<Output>;
}

/**
 * Names an exported function as a job, with its type as the parameter: `jobIn<typeof parseStory>(…)`.
 * @param from `import.meta.url`
 * @param path of the module, relative to `from`
 */
export function jobIn<Run extends (input: never) => unknown>(
  from: string,
  path: string,
  name: string,
): Job<Parameters<Run>[0], Awaited<ReturnType<Run>>> {
  return { module: new URL(path, from).href, name };
}
