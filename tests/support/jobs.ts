import { type JobInput, jobOf } from '../../src/parsing/job.ts';

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

export const ENDLESS = jobOf(import.meta.url, endless);
export const GREEDY = jobOf(import.meta.url, greedy);
export const FAULTY = jobOf(import.meta.url, faulty);
export const DEEP = jobOf(import.meta.url, deep);
export const SAME = jobOf(import.meta.url, same);
