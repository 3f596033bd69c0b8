import { deserialize } from 'node:v8';
import type { WireDocument, WireItem } from '../article/wire-item.ts';
import type { RefusedDocument } from '../workers/job.ts';
import { runJob } from '../workers/run-job.ts';
import { WIRE_JOB } from './jobs.ts';
import type { WireInput } from './pack-wire.ts';

/** A parsed document; its items are deserialized while they are iterated. */
export type ParsedWire =
  | (Omit<Exclude<WireDocument, RefusedDocument>, 'items'> & { readonly items: Iterable<WireItem> })
  | RefusedDocument;

/**
 * Parses a wire document in a worker.
 * @returns `undefined` for a story of the publication
 */
export async function parseWire(input: WireInput): Promise<ParsedWire | undefined> {
  const packed = await runJob(WIRE_JOB, input);
  if (packed === undefined || 'problems' in packed) return packed;
  return { ...packed, items: unpacked(packed.items) };
}

function* unpacked(items: readonly Uint8Array[]): Generator<WireItem> {
  for (const item of items) yield deserialize(item) as WireItem;
}
