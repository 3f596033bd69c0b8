import { ConfigurationError } from '../../app/configuration.ts';
import type { Delivery } from '../../archive/deliveries.ts';
import type { LedgerEntry } from '../../archive/ledger-entry.ts';
import type { Register } from '../command.ts';
import { print, table } from '../print.ts';
import { withArchiveAlone } from '../stores.ts';

const MAX_LIMIT = 10_000;

interface Options {
  readonly limit: string;
  readonly partner?: string;
}

/** `dateline deliveries`: prints messages to partners, and notifications of search engines and subscribers. */
export const register: Register = (cli, configuration) => {
  cli
    .option('--limit <number>', 'largest number of lines', '50')
    .option('--partner <key>', 'those of one partner alone')
    .action(async ({ limit, partner }: Options) => {
      const count = Number(limit);
      if (!Number.isInteger(count) || count < 1 || count > MAX_LIMIT) {
        throw new ConfigurationError(`--limit is a number from 1 to ${MAX_LIMIT}.`);
      }
      const rows = await withArchiveAlone(configuration(), async ({ deliveries, ledgerFigures, subscriptions }) => {
        const messages = (await ledgerFigures.newest(count, partner)).map(messageRow);
        if (partner !== undefined) return messages;
        const topics = (await subscriptions.summary()).map(({ topic, ...counts }) => [
          '',
          'websub',
          counts.waiting > 0 ? 'waiting' : 'delivered',
          '',
          `${counts.count} subscribers, ${counts.waiting} waiting, ${counts.failing} failing`,
          topic,
        ]);
        const submissions = (await deliveries.newest(count)).map(submissionRow);
        return [...[...messages, ...submissions].toSorted(byTime).slice(0, count), ...topics];
      });
      for (const line of table([['time', 'channel', 'state', 'attempts', 'response', 'about'], ...rows])) print(line);
    });
};

function byTime([a = '']: readonly string[], [b = '']: readonly string[]): number {
  return a < b ? 1 : -1;
}

function messageRow(entry: LedgerEntry): string[] {
  const { partner, channel, state, attempts, response = '', respondedAt, dueAt, story, version, change } = entry;
  const about = `${change} ${story} version ${version}`;
  return [respondedAt ?? dueAt, `${partner}/${channel}`, state, `${attempts}`, response, about];
}

function submissionRow({ channel, state, target, attempts, response = '', respondedAt, dueAt }: Delivery): string[] {
  return [respondedAt ?? dueAt, channel, state, `${attempts}`, response, target];
}
