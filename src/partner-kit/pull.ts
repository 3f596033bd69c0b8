import { setTimeout as pause } from 'node:timers/promises';
import type { Importer, KitMessage } from './importer.ts';

/** Options of a consumer of a queue. */
export interface PullOptions {
  /** Address of the queue, such as `https://news.example.com/api/v1/queue`. */
  readonly queue: string;
  /** The key of the partner. */
  readonly key: string;
  readonly importer: Importer;
  /** Called with each message and its outcome. */
  readonly onMessage?: (message: KitMessage, outcome: string) => void;
  readonly stopping: AbortSignal;
}

/** Longest wait of one request for messages, in seconds. */
const WAIT_S = 20;
const DEFAULT_PAUSE_S = 5;

/** Takes messages from a queue until a signal stops it; each is confirmed when the importer has stored it. */
export async function pull({ queue, key, importer, onMessage, stopping }: PullOptions): Promise<void> {
  const headers = { authorization: `Bearer ${key}` };
  while (!stopping.aborted) {
    const response = await fetch(`${queue}?wait=${WAIT_S}`, { headers, signal: stopping }).catch(() => undefined);
    if (response?.ok !== true) {
      await rest(response?.headers.get('retry-after'), stopping);
      continue;
    }
    // A response that is cut off is a failed request: its messages come again.
    const empty = { messages: [] as (KitMessage & { receipt?: string })[] };
    const { messages } = (await response.json().catch(() => empty)) as typeof empty;
    for (const { receipt, ...message } of messages) {
      try {
        await importer.take(message);
      } catch (error) {
        // Without its receipt the message comes again.
        onMessage?.(message, `not stored: ${error instanceof Error ? error.message : 'an error'}`);
        continue;
      }
      onMessage?.(message, 'stored');
      if (receipt !== undefined)
        await fetch(`${queue}/${receipt}`, { method: 'DELETE', headers }).catch(() => undefined);
    }
    if (messages.length === 0) await rest(response.headers.get('retry-after'), stopping);
  }
}

async function rest(retryAfter: string | null | undefined, stopping: AbortSignal): Promise<void> {
  const seconds = Number(retryAfter ?? DEFAULT_PAUSE_S);
  await pause((Number.isFinite(seconds) ? seconds : DEFAULT_PAUSE_S) * 1000, undefined, { signal: stopping }).catch(
    () => undefined,
  );
}
