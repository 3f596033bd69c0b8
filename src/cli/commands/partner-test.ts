import { documentsOf } from '../../app/documents-of.ts';
import { signingSecrets } from '../../app/signing-secrets.ts';
import { mailerOf } from '../../delivery/mail.ts';
import { AllowedHosts, senderTo } from '../../delivery/outbound.ts';
import { testMessage } from '../../delivery/partners/test-message.ts';
import { transmit } from '../../delivery/partners/transmit.ts';
import { channelNameOf } from '../../publication/channel.ts';
import type { Register } from '../command.ts';
import { partnerCalled } from '../partners.ts';
import { EXIT, print } from '../print.ts';
import { now, withArchive } from '../stores.ts';

/** `dateline partner test NAME`: sends a message about a withdrawn specimen, of which nothing is published. */
export const register: Register = (command, configuration) => {
  command.argument('<partner>', 'key of the partner').action(async (key: string) => {
    const secrets = await signingSecrets(configuration());
    await withArchive(configuration(), async (store, publication) => {
      const partner = await partnerCalled(store, publication, key);
      const { site } = documentsOf({ store, publication }, configuration());
      const { mailServer, allowOutbound } = configuration();
      const allowed = new AllowedHosts(allowOutbound);
      const deps = {
        store,
        site: () => site,
        secrets,
        allowed,
        send: senderTo(allowed),
        sendMail: mailServer && mailerOf(mailServer),
        secretIn: (name: string) => process.env[name] || undefined,
        mediaBytes: async () => undefined,
      };
      for (const channel of partner.channels) {
        const named = { partner: key, channel: channelNameOf(channel) };
        if (channel.type === 'queue') {
          print(`${named.channel}: has no test messages; the next message shows whether it works`);
          continue;
        }
        const messages = [await testMessage(partner, site, now())];
        const attempt = await transmit({ named, channel, messages, isDigest: false }, deps, now());
        print(`${named.channel}: ${attempt.isDelivered ? 'confirmed' : 'not confirmed'}, ${attempt.response}`);
        if (!attempt.isDelivered) process.exitCode = EXIT.found;
      }
    });
  });
};
