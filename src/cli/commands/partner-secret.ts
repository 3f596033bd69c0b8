import { ConfigurationError } from '../../app/configuration.ts';
import type { Register } from '../command.ts';
import { channelsCalled, partnerCalled, requiredSecrets } from '../partners.ts';
import { print, printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

interface Options {
  readonly channel?: string;
  readonly rotate?: true;
}

/** `dateline partner secret NAME`: prints the current signing secret, or begins a new one. */
export const register: Register = (command, configuration) => {
  command
    .argument('<partner>', 'key of the partner')
    .option('--channel <name>', 'the channel; the first one that pushes if absent')
    .option('--rotate', 'begin a new secret; the previous one signs too for a day')
    .action(async (key: string, { channel, rotate }: Options) => {
      const secrets = await requiredSecrets(configuration());
      await withArchive(configuration(), async (store, publication) => {
        const partner = await partnerCalled(store, publication, key);
        const [name] = channelsCalled(
          { ...partner, channels: partner.channels.filter(({ type }) => type === 'https') },
          channel,
        );
        if (name === undefined) throw new ConfigurationError(`The partner "${key}" has no channel that pushes.`);
        const named = { partner: key, channel: name };
        const number = rotate
          ? await store.channels.rotate(named, now())
          : (await store.channels.get(named)).secretNumber;
        print(secrets.of(named, number));
        printProgress(`Secret ${number} of ${key} for ${name}. Give it to the partner; it is not stored.`);
      });
    });
};
