import type { Register } from '../command.ts';
import { channelsCalled, partnerCalled } from '../partners.ts';
import { printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

/** `dateline partner resume NAME`: sends again, with everything that has waited or was given up. */
export const register: Register = (command, configuration) => {
  command
    .argument('<partner>', 'key of the partner')
    .option('--channel <name>', 'one channel; all if absent')
    .action(async (key: string, { channel }: { channel?: string }) => {
      await withArchive(configuration(), async (store, publication) => {
        const partner = await partnerCalled(store, publication, key);
        for (const name of channelsCalled(partner, channel)) {
          await store.channels.pause({ partner: key, channel: name }, undefined);
        }
        const parked = await store.ledger.unpark(key, now());
        printProgress(`Resumed: ${key}. ${parked} messages that were given up are sent again.`);
      });
    });
};
