import type { Register } from '../command.ts';
import { channelsCalled, partnerCalled } from '../partners.ts';
import { printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

/** `dateline partner pause NAME`: stops sending; messages wait. */
export const register: Register = (command, configuration) => {
  command
    .argument('<partner>', 'key of the partner')
    .option('--channel <name>', 'one channel; all if absent')
    .action(async (key: string, { channel }: { channel?: string }) => {
      await withArchive(configuration(), async (store, publication) => {
        const partner = await partnerCalled(store, publication, key);
        for (const name of channelsCalled(partner, channel)) {
          await store.channels.pause({ partner: key, channel: name }, now());
          printProgress(`Paused: ${key} by ${name}. Messages wait; kills wait too.`);
        }
      });
    });
};
