import { type Logger, pino } from 'pino';

/** Lines written while others are being written are collected: at thousands a second one write for each is the cost. */
const BUFFER = { minLength: 4096, periodicFlush: 200 } as const;

/** Creates a log with one JSON object per line on standard output; the process ends when the reader closes the pipe. */
export function createLog(level: string): Logger {
  const destination = pino.destination({ dest: 1, sync: false, ...BUFFER });
  destination.on('error', () => process.exit(0));
  return pino({ level }, destination);
}
