import { ConfigurationError } from '../../app/configuration.ts';
import { play, type StepResult } from '../../partner-kit/play.ts';
import { PushPlayer } from '../../partner-kit/push-player.ts';
import { QueuePlayer } from '../../partner-kit/queue-player.ts';
import { PARTNER_FORMATS, type Partner } from '../../publication/partner.ts';
import { API_PATH } from '../../server/api/address.ts';
import type { Register } from '../command.ts';
import { portIn } from '../kit-importer.ts';
import { EXIT, print, printProgress } from '../print.ts';

interface Options {
  readonly push?: string;
  readonly queue?: true;
  readonly port: string;
  readonly key: string;
  readonly state: string;
  readonly secret?: string;
  readonly format: string;
}

/** `dateline partner-kit play`: plays a fictional publisher against an importer. */
export const register: Register = (command) => {
  command
    .option('--push <address>', 'the address at which the importer receives messages')
    .option('--secret <secret>', 'the secret of the importer (whsec_…), for --push')
    .option('--queue', 'serve a queue instead, which the importer polls')
    .option('--port <number>', 'the port of the queue', '4100')
    .option('--key <key>', 'the key that the importer sends to the queue', 'partner-kit')
    .requiredOption('--state <address>', 'where the importer lists its stories as JSON')
    .option('--format <format>', `${PARTNER_FORMATS.join(', ')}`, 'newsml-g2')
    .action(async (options: Options) => {
      const format = formatIn(options.format);
      const results = await (options.queue === true ? playQueue(options, format) : playPush(options, format));
      const handled = results.filter(({ state }) => state === 'handled').length;
      const played = results.filter(({ state }) => state !== 'not played').length;
      printProgress(`The importer handled ${handled} of ${played}.`);
      if (handled < played) process.exitCode = EXIT.found;
    });
};

async function playPush({ push, state, secret }: Options, format: Partner['format']): Promise<StepResult[]> {
  if (push === undefined || secret === undefined) {
    throw new ConfigurationError('Name the importer: --push with --secret, or --queue.');
  }
  return play(new PushPlayer({ url: push, state, secret }), format, present);
}

async function playQueue({ port, key, state }: Options, format: Partner['format']): Promise<StepResult[]> {
  const player = new QueuePlayer({ port: portIn(port), key, state });
  printProgress(`The queue is at http://127.0.0.1:${await player.listen()}${API_PATH}/queue`);
  try {
    return await play(player, format, present);
  } finally {
    await player.close();
  }
}

/** @throws ConfigurationError for an unknown format */
function formatIn(text: string): Partner['format'] {
  const format = PARTNER_FORMATS.find((one) => one === text);
  if (format === undefined) throw new ConfigurationError(`--format is one of ${PARTNER_FORMATS.join(', ')}.`);
  return format;
}

function present({ name, state, fault }: StepResult): void {
  print(`${state.padEnd(11)}  ${name}${fault === undefined ? '' : `: ${fault}`}`);
}
