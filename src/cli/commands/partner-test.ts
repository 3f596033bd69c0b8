import { documentsOf } from '../../app/documents-of.ts';
import { signingSecrets } from '../../app/signing-secrets.ts';
import { mailerOf } from '../../delivery/mail.ts';
import { AllowedHosts, senderTo } from '../../delivery/outbound.ts';
import { testMessage } from '../../delivery/partners/test-message.ts';
import { transmit } from '../../delivery/partners/transmit.ts';
import { channelNameOf } from '../../publication/channel.ts';
import type { Register } from '../command.ts';
import { type ChannelOptions, channelsCalled, partnerCalled } from '../partners.ts';
import { EXIT, print, printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

/** `dateline partner test NAME`: sends a message about a withdrawn specimen, of which nothing is published. */
export const register: Register = (command, configuration) => {
  const described = command
    .argument('<partner>', 'key of the partner')
    .option('--channel <name>', 'one channel; all if absent');
  described.action(async (key: string, { channel: chosen }: ChannelOptions) => {
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
      const names = channelsCalled(partner, chosen);
      for (const channel of partner.channels.filter((one) => names.includes(channelNameOf(one)))) {
        const named = { partner: key, channel: channelNameOf(channel) };
        if (channel.type === 'queue') {
          print(`${named.channel}: has no test messages; the next message shows whether it works`);
          continue;
        }
        const messages = [await testMessage(partner, site, now())];
        const attempt = await transmit({ named, channel, messages, isDigest: false }, deps, now());
        print(`${named.channel}: ${attempt.isDelivered ? 'confirmed' : 'not confirmed'}, ${attempt.response}`);
        if (attempt.isDelivered) continue;
        process.exitCode = EXIT.found;
        printProgress('The test used the environment variables of this terminal; those of the server may differ.');
      }
    });
  });
};
