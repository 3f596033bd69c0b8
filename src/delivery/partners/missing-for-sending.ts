import { channelNameOf } from '../../publication/channel.ts';
import type { Partner } from '../../publication/partner.ts';
import type { SecretIn } from '../account-secret.ts';

/** Something that this server lacks for a channel, or for the alarms of a partner. */
export interface MissingForSending {
  readonly partner: string;
  readonly channel: string;
  readonly missing: string;
}

/** Inputs of the check. */
interface SendingConfiguration {
  readonly hasMailServer: boolean;
  /** True if there is a secret of the operator. */
  readonly hasSecret: boolean;
  readonly secretIn: SecretIn;
}

const SECRET = 'a signing secret: set DATELINE_SECRET to at least 32 characters, the same on every machine';
const MAIL_SERVER = 'a mail server: set DATELINE_SMTP_URL and DATELINE_MAIL_FROM';

/** Returns what a server lacks for the channels of partners: a mail server, and environment variables with secrets. */
export function missingForSending(
  partners: readonly Partner[],
  { hasMailServer, hasSecret, secretIn }: SendingConfiguration,
): MissingForSending[] {
  return partners.flatMap(({ key: partner, channels, alarm }) => [
    ...channels.flatMap((settings) => {
      const channel = channelNameOf(settings);
      if (settings.type === 'https') return hasSecret ? [] : [{ partner, channel, missing: SECRET }];
      if (settings.type === 'email') return hasMailServer ? [] : [{ partner, channel, missing: MAIL_SERVER }];
      const variables = Object.entries(settings).filter(
        ([field, name]) => field.endsWith('From') && name !== undefined,
      );
      return variables
        .filter(([, name]) => secretIn(String(name)) === undefined)
        .map(([, name]) => ({ partner, channel, missing: `the environment variable ${name}` }));
    }),
    ...(alarm?.email === undefined || hasMailServer ? [] : [{ partner, channel: 'alarm', missing: MAIL_SERVER }]),
  ]);
}
