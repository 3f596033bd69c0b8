import { pull } from '../../partner-kit/pull.ts';
import type { Register } from '../command.ts';
import { type ImporterOptions, importerFor, printMessage } from '../kit-importer.ts';
import { printProgress } from '../print.ts';

interface Options extends ImporterOptions {
  readonly queue: string;
  readonly key: string;
}

/** `dateline partner-kit pull`: takes messages from a queue until a signal stops it. */
export const register: Register = (command) => {
  command
    .requiredOption('--queue <address>', 'the queue, such as https://news.example.com/api/v1/queue')
    .requiredOption('--key <key>', 'the key of the partner')
    .option('--into <address>', 'the API of another Dateline, such as http://localhost:3001/api/v1')
    .option('--into-key <key>', 'a key of it with the scope write')
    .action(async ({ queue, key, ...options }: Options) => {
      const stopping = new AbortController();
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
      printProgress(`Taking messages from ${queue}`);
      const importer = importerFor(options);
      await pull({ queue, key, importer, onMessage: printMessage, stopping: stopping.signal });
    });
};
