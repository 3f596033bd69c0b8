import { stringify } from 'yaml';
import { storedPartner } from '../../delivery/partners/partner-list.ts';
import type { Register } from '../command.ts';
import { partnerCalled } from '../partners.ts';
import { print, printProgress } from '../print.ts';
import { withArchiveAlone } from '../stores.ts';

/** `dateline partner show NAME`: prints the settings of a partner as `put` takes them, and the authors of their versions. */
export const register: Register = (command, configuration) => {
  command.argument('<partner>', 'key of the partner').action(async (key: string) => {
    await withArchiveAlone(configuration(), async (store) => {
      const partner = await partnerCalled(store, { partners: [] }, key);
      print(stringify(partner, { lineWidth: 0 }).trimEnd());
      for (const { version, storedAt, actor } of await store.partners.history(key).then(readable))
        printProgress(`version ${version}, ${storedAt}, by ${actor}`);
    });
  });
};

function readable(records: readonly Parameters<typeof storedPartner>[0][]) {
  return records.flatMap((record) => storedPartner(record) ?? []);
}
