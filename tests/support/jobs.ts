import { type JobInput, jobIn } from '../../src/workers/job.ts';

/** Never ends. */
export function endless(_: JobInput): string {
  for (;;);
}

/** Fills the memory. */
export function greedy(_: JobInput): string {
  const parts: number[][] = [];
  for (;;) parts.push(new Array<number>(100_000).fill(parts.length));
}

/** Throws as a faulty parser would. */
export function faulty({ file }: JobInput): string {
  throw new TypeError(`fault in ${file}`);
}

/** Calls itself without end. */
export function deep(input: JobInput): string {
  return `${deep(input)}.`;
}

/** Returns its input. */
export function same(input: JobInput & { readonly bytes: Uint8Array; readonly names: ReadonlyMap<string, number> }) {
  return { bytes: [...input.bytes], name: input.names.get(input.file) };
}

export const ENDLESS = jobIn<typeof endless>(import.meta.url, './jobs.ts', 'endless');
export const GREEDY = jobIn<typeof greedy>(import.meta.url, './jobs.ts', 'greedy');
export const FAULTY = jobIn<typeof faulty>(import.meta.url, './jobs.ts', 'faulty');
export const DEEP = jobIn<typeof deep>(import.meta.url, './jobs.ts', 'deep');
export const SAME = jobIn<typeof same>(import.meta.url, './jobs.ts', 'same');
