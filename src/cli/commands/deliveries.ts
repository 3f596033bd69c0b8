import { ConfigurationError } from '../../app/configuration.ts';
import type { Delivery } from '../../archive/deliveries.ts';
import type { Register } from '../command.ts';
import { print, table } from '../print.ts';
import { requireArchive, withArchive } from '../stores.ts';

const MAX_LIMIT = 10_000;

/** `dateline deliveries`: prints the notifications of search engines. */
export const register: Register = (cli, configuration) => {
  cli.option('--limit <number>', 'largest number of lines', '50').action(async ({ limit }: { limit: string }) => {
    const count = Number(limit);
    if (!Number.isInteger(count) || count < 1 || count > MAX_LIMIT) {
      throw new ConfigurationError(`--limit is a number from 1 to ${MAX_LIMIT}.`);
    }
    requireArchive(configuration());
    present(await withArchive(configuration(), ({ deliveries }) => deliveries.newest(count)));
  });
};

function present(deliveries: readonly Delivery[]): void {
  const rows = deliveries.map(({ channel, state, target, attempts, response = '', respondedAt, dueAt }) => [
    respondedAt ?? dueAt,
    channel,
    state,
    `${attempts}`,
    response,
    target,
  ]);
  for (const line of table([['time', 'channel', 'state', 'attempts', 'response', 'address'], ...rows])) print(line);
}
