import type { Register } from '../command.ts';
import { onChannels } from '../partners.ts';
import { printProgress } from '../print.ts';
import { now } from '../stores.ts';

/** `dateline partner resume NAME`: sends again, with everything that has waited or was given up. */
export const register: Register = (command, configuration) => {
  onChannels(command, configuration, async ({ channels: states, ledger }, partner, channels) => {
    let parked = 0;
    for (const channel of channels) {
      await states.pause({ partner, channel }, undefined);
      parked += await ledger.unpark({ partner, channel }, now());
      await ledger.hasten({ partner, channel }, now());
    }
    printProgress(
      `Resumed: ${partner} by ${channels.join(', ')}. ${parked} messages that were given up are sent again.`,
    );
  });
};
