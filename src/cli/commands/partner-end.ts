import { ConfigurationError } from '../../app/configuration.ts';
import { endedPartner, partnerNamed, storePartner } from '../../delivery/partners/partner-list.ts';
import type { Register } from '../command.ts';
import { partnerCalled } from '../partners.ts';
import { printProgress } from '../print.ts';
import { COMMAND_LINE, now, withArchiveAlone } from '../stores.ts';

/** `dateline partner end NAME`: ends an agreement now; the partner gets recalls of what it has received. */
export const register: Register = (command, configuration) => {
  command.argument('<partner>', 'key of the partner').action(async (key: string) => {
    await withArchiveAlone(configuration(), async (store) => {
      const partner = await partnerCalled(store, { partners: [] }, key);
      if ((await partnerNamed(store, key))?.origin === 'files') {
        throw new ConfigurationError(`The partner "${key}" is in publication.yaml: take it out there.`);
      }
      await storePartner(store, endedPartner(partner, now()), { now: now(), actor: COMMAND_LINE });
      printProgress(`Ended: ${key}. It gets recalls of what it has received, and nothing else.`);
    });
  });
};
