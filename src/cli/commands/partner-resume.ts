import type { Register } from '../command.ts';
import { onChannels } from '../partners.ts';
import { printProgress } from '../print.ts';
import { now } from '../stores.ts';

/** `dateline partner resume NAME`: sends again, with everything that has waited or was given up. */
export const register: Register = (command, configuration) => {
  onChannels(command, configuration, async ({ channels: states, ledger }, partner, channels) => {
    for (const channel of channels) await states.pause({ partner, channel }, undefined);
    const parked = await ledger.unpark(partner, now());
    await ledger.hasten(partner, now());
    printProgress(`Resumed: ${partner}. ${parked} messages that were given up are sent again.`);
  });
};
