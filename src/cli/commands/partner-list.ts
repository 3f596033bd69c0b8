import { partnersWithStates } from '../../delivery/partners/partner-states.ts';
import type { Register } from '../command.ts';
import { print, table } from '../print.ts';
import { now, withArchiveAlone } from '../stores.ts';

/** `dateline partner list`: prints partners and their channels. */
export const register: Register = (partner, configuration) => {
  partner.action(async () => {
    const states = await withArchiveAlone(configuration(), (store) => partnersWithStates(store, now()));
    const rows = states.map((one) => [
      one.partner,
      one.channel,
      one.state,
      String(one.waiting),
      one.oldest ?? '',
      one.lastSuccessAt ?? 'never',
      one.lastResponse ?? '',
    ]);
    const head = ['partner', 'channel', 'state', 'waiting', 'oldest', 'last confirmation', 'last response'];
    for (const line of table([head, ...rows])) print(line);
  });
};
