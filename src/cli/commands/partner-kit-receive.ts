import { startReceiver } from '../../partner-kit/receive.ts';
import type { Register } from '../command.ts';
import { type ImporterOptions, importerFor, portIn, printMessage } from '../kit-importer.ts';
import { printProgress } from '../print.ts';

interface Options extends ImporterOptions {
  readonly port: string;
  readonly secret?: readonly string[];
}

/** `dateline partner-kit receive`: receives messages by push until a signal stops it. */
export const register: Register = (command) => {
  command
    .option('--port <number>', 'the port to listen on; 0 for any', '4000')
    .option('--secret <secret...>', 'secrets of the sender (whsec_…); signatures are not checked without one')
    .option('--into <address>', 'the API of another Dateline, such as http://localhost:3001/api/v1')
    .option('--into-key <key>', 'a key of it with the scope write')
    .action(async ({ port, secret = [], ...options }: Options) => {
      const importer = importerFor(options);
      const running = await startReceiver({ port: portIn(port), secrets: secret, importer, onMessage: printMessage });
      for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void running.close());
      printProgress(
        `Receiving at http://127.0.0.1:${running.port}/, stories at http://127.0.0.1:${running.port}/state`,
      );
      if (secret.length === 0) printProgress('Signatures are not checked: name the secret with --secret.');
    });
};
