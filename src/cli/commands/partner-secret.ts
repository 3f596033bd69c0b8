import { ConfigurationError } from '../../app/configuration.ts';
import type { ChannelState } from '../../archive/channel-states.ts';
import { ROTATION_S } from '../../delivery/partners/sender.ts';
import { addSeconds } from '../../text/instant.ts';
import type { Register } from '../command.ts';
import { channelsCalled, partnerCalled, requiredSecrets } from '../partners.ts';
import { print, printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

interface Options {
  readonly channel?: string;
  readonly rotate?: true;
  readonly again?: true;
}

/** `dateline partner secret NAME`: prints the current signing secret, or begins a new one. */
export const register: Register = (command, configuration) => {
  command
    .argument('<partner>', 'key of the partner')
    .option('--channel <name>', 'the channel; the first one that pushes if absent')
    .option('--rotate', 'begin a new secret; the previous one signs too for a day')
    .option('--again', 'with --rotate: also within a day, which ends the secret before the previous one')
    .action(async (key: string, { channel, rotate, again }: Options) => {
      const secrets = await requiredSecrets(configuration());
      await withArchive(configuration(), async (store, publication) => {
        const partner = await partnerCalled(store, publication, key);
        const [name] = channelsCalled(
          { ...partner, channels: partner.channels.filter(({ type }) => type === 'https') },
          channel,
        );
        if (name === undefined) throw new ConfigurationError(`The partner "${key}" has no channel that pushes.`);
        const named = { partner: key, channel: name };
        const state = await store.channels.get(named);
        if (rotate && !again) refuseSecondRotation(state);
        const number = rotate ? await store.channels.rotate(named, now()) : state.secretNumber;
        print(secrets.of(named, number));
        printProgress(`Secret ${number} of ${key} for ${name}. Give it to the partner; it is not stored.`);
      });
    });
};

/** @throws ConfigurationError while the previous secret still signs: the partner may not have taken the current one */
function refuseSecondRotation({ rotatedAt }: ChannelState): void {
  const end = rotatedAt && addSeconds(rotatedAt, ROTATION_S);
  if (end === undefined || end <= now()) return;
  throw new ConfigurationError(
    `The secret was rotated at ${rotatedAt}, and the previous one signs until ${end}: rotate again after that, or with --again, which ends the previous one.`,
  );
}
