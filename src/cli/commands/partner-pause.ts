import type { Register } from '../command.ts';
import { onChannels } from '../partners.ts';
import { printProgress } from '../print.ts';
import { now } from '../stores.ts';

/** `dateline partner pause NAME`: stops sending; messages wait. */
export const register: Register = (command, configuration) => {
  onChannels(command, configuration, async ({ channels: states }, partner, channels) => {
    for (const channel of channels) {
      await states.pause({ partner, channel }, now());
      printProgress(`Paused: ${partner} by ${channel}. Messages wait; kills wait too.`);
    }
  });
};
