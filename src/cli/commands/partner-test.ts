import { documentsOf } from '../../app/documents-of.ts';
import { AllowedHosts, senderTo } from '../../delivery/outbound.ts';
import { push } from '../../delivery/partners/https.ts';
import { validNumbers } from '../../delivery/partners/sender.ts';
import { testMessage } from '../../delivery/partners/test-message.ts';
import { channelNameOf } from '../../publication/channel.ts';
import type { Register } from '../command.ts';
import { partnerCalled, requiredSecrets } from '../partners.ts';
import { EXIT, print } from '../print.ts';
import { now, withArchive } from '../stores.ts';

/** `dateline partner test NAME`: sends a signed message about a withdrawn specimen, which nothing is published of. */
export const register: Register = (command, configuration) => {
  command.argument('<partner>', 'key of the partner').action(async (key: string) => {
    const secrets = await requiredSecrets(configuration());
    await withArchive(configuration(), async (store, publication) => {
      const partner = await partnerCalled(store, publication, key);
      const { site } = documentsOf({ store, publication }, configuration());
      const send = senderTo(new AllowedHosts(configuration().allowOutbound));
      for (const channel of partner.channels) {
        if (channel.type !== 'https') {
          print(`${channelNameOf(channel)}: has no test messages; the next message shows whether it works`);
          continue;
        }
        const named = { partner: key, channel: channelNameOf(channel) };
        const numbers = validNumbers(await store.channels.get(named), now());
        const valid = numbers.map((number) => secrets.of(named, number));
        const message = await testMessage(partner, site, now());
        const attempt = await push(message, { channel, secrets: valid, send, release: site.release }, now());
        print(`${named.channel}: ${attempt.isDelivered ? 'confirmed' : 'not confirmed'}, ${attempt.response}`);
        if (!attempt.isDelivered) process.exitCode = EXIT.found;
      }
    });
  });
};
