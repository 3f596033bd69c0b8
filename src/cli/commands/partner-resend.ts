import { ConfigurationError } from '../../app/configuration.ts';
import { resend, type Wanted } from '../../delivery/partners/resend.ts';
import { defined } from '../../text/defined.ts';
import { type Instant, parseInstant } from '../../text/instant.ts';
import type { Register } from '../command.ts';
import { channelsCalled, partnerCalled } from '../partners.ts';
import { printProgress } from '../print.ts';
import { now, storyNamed, withArchive } from '../stores.ts';

interface Options {
  readonly story?: string;
  readonly from?: string;
  readonly to?: string;
  readonly channel?: string;
}

/** `dateline partner resend NAME`: plans messages again; the server sends them. */
export const register: Register = (command, configuration) => {
  command
    .argument('<partner>', 'key of the partner')
    .option('--story <name>', 'one story, by key, id or slug')
    .option('--from <time>', 'all stories that have changed since this time')
    .option('--to <time>', 'and until this time; now if absent')
    .option('--channel <name>', 'one channel; all but those for urgent messages if absent')
    .action(async (key: string, options: Options) => {
      const count = await withArchive(configuration(), async (store, publication) => {
        const partner = await partnerCalled(store, publication, key);
        const range = rangeOf(options, publication.timeZone);
        const wanted: Wanted = range ?? { story: (await storyNamed(store, publication, options.story ?? '')).id };
        const [chosen] = options.channel === undefined ? [] : channelsCalled(partner, options.channel);
        return resend(store, { partner, wanted, ...defined({ channel: chosen }) }, now());
      });
      printProgress(
        `${count === 1 ? '1 story is' : `${count} stories are`} planned for ${key}: the server sends them.`,
      );
    });
};

/** @throws ConfigurationError without a story or a time, or with both */
function rangeOf({ story, from, to }: Options, timeZone: string): { from: Instant; to: Instant } | undefined {
  if ((story === undefined) === (from === undefined)) {
    throw new ConfigurationError('Name what to send again: --story, or --from with a time.');
  }
  if (from === undefined) return undefined;
  const range = { from: timeIn('--from', from, timeZone), to: to === undefined ? now() : timeIn('--to', to, timeZone) };
  if (range.from < range.to) return range;
  throw new ConfigurationError(`--from ${range.from} is not before --to ${range.to}: exchange them.`);
}

function timeIn(option: string, text: string, timeZone: string): Instant {
  const instant = parseInstant(text, timeZone);
  if (instant !== undefined) return instant;
  throw new ConfigurationError(`${option} is not a time: write it like 2026-11-27T07:30:00Z.`);
}
