import { ConfigurationError } from '../../app/configuration.ts';
import { type PreviewedStory, previewStories } from '../../delivery/partners/preview.ts';
import { addSeconds } from '../../text/instant.ts';
import type { Register } from '../command.ts';
import { partnerCalled } from '../partners.ts';
import { print, printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

const MAX_HOURS = 24 * 90;

/** `dateline partner preview NAME`: prints the decision about each story that has changed; nothing is sent. */
export const register: Register = (command, configuration) => {
  command
    .argument('<partner>', 'key of the partner')
    .option('--hours <number>', 'the length of time, up to now', '24')
    .action(async (key: string, { hours }: { hours: string }) => {
      const count = Number(hours);
      if (!Number.isInteger(count) || count < 1 || count > MAX_HOURS) {
        throw new ConfigurationError(`--hours is a number from 1 to ${MAX_HOURS}.`);
      }
      const from = addSeconds(now(), -count * 3600);
      const stories = await withArchive(configuration(), async (store, publication) => {
        const partner = await partnerCalled(store, publication, key);
        return previewStories(store, { partner, from }, now());
      });
      for (const story of stories) present(story);
      const sent = stories.filter(({ isSent }) => isSent).length;
      printProgress(`${sent} of ${stories.length} stories since ${from} would go to ${key}.`);
    });
};

function present({ isSent, slug, change, headline, because, leftOut }: PreviewedStory): void {
  print(`${isSent ? 'in ' : 'out'}  ${slug}  ${change}  ${headline}`);
  print(`     ${because}`);
  for (const one of leftOut) print(`     without ${one}`);
}
