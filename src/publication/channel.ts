import { z } from 'zod';
import { email, line, slug, url } from '../article/fields.ts';

const channelName = slug
  .optional()
  .describe('Its name in the ledger, if there are two of its type; the type if absent');

const httpsSchema = z.strictObject({
  type: z.literal('https').describe('Push: each message is posted to an address'),
  name: channelName,
  url: url.describe('The address that receives messages'),
  concurrency: z.int().min(1).max(16).default(4).describe('Messages about different stories at one time'),
});
/** Settings of push by HTTPS. */
export type HttpsChannel = z.output<typeof httpsSchema>;

const queueSchema = z.strictObject({
  type: z
    .literal('queue')
    .describe('Pull: the partner takes messages from its queue with the HTTP API, and confirms them'),
  name: channelName,
  hideSeconds: z
    .int()
    .min(5)
    .max(3600)
    .default(60)
    .describe('Seconds until an entry without a receipt is handed out again'),
  atMostOnce: z.boolean().default(false).describe('Whether an entry counts as received when it is handed out'),
});
/** Settings of the queue of a partner. */
export type QueueChannel = z.output<typeof queueSchema>;

/** Name of an environment variable with a secret of a partner; settings can name no other variables. */
const secretName = z
  .string()
  .regex(
    /^PARTNER_[A-Z0-9_]{1,90}$/,
    'is not the name of an environment variable that begins with PARTNER_, such as PARTNER_ACME_PASSWORD',
  );

/** Settings of a server of the partner. */
const serverFields = {
  host: line(253)
    .regex(/^[^\s/:@]+$|^[\da-f:]+$/i, 'is not a host name: write it without protocol, port and path')
    .describe('Its host name'),
  user: line(100).describe('The name of our account'),
  folder: line(500).default('.').describe('The folder for files'),
} as const;

/** Settings of channels that put files. */
const fileFields = {
  fileName: z
    .string()
    .max(200)
    .regex(
      /^(?:[\w.-]|\{(?:key|slug|version|change)\})+$/,
      'has other characters than letters, digits, `.`, `-`, `_` and `{key}`, `{slug}`, `{version}`, `{change}`',
    )
    .refine(
      (name) => /\{(?:key|slug)\}/.test(name),
      'has neither `{key}` nor `{slug}`: stories would replace each other',
    )
    .default('{key}-{version}')
    .describe('Name of a file without its extension'),
  pictures: z
    .enum(['send', 'link'])
    .default('send')
    .describe('Whether pictures, films and sounds are sent as files, before the story that shows them'),
} as const;

const sftpSchema = z
  .strictObject({
    type: z.literal('sftp').describe('Files on a server of the partner'),
    name: channelName,
    ...serverFields,
    port: z.int().min(1).max(65_535).default(22).describe('Its port'),
    passwordFrom: secretName.optional().describe('Environment variable with the password'),
    privateKeyFrom: secretName.optional().describe('Environment variable with the private key (OpenSSH, PEM)'),
    hostKey: z
      .string()
      .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'is not a fingerprint such as SHA256:… (`ssh-keygen -lf`)')
      .describe('Fingerprint of its host key; another key is refused'),
    ...fileFields,
  })
  .refine(({ passwordFrom, privateKeyFrom }) => passwordFrom !== undefined || privateKeyFrom !== undefined, {
    path: ['passwordFrom'],
    message: 'is missing, and so is `privateKeyFrom`: name one of them',
  });
/** Settings of files by SFTP. */
export type SftpChannel = z.output<typeof sftpSchema>;

const ftpsSchema = z.strictObject({
  type: z.literal('ftps').describe('Files on a server of the partner, by FTP with TLS (RFC 4217)'),
  name: channelName,
  ...serverFields,
  port: z.int().min(1).max(65_535).default(21).describe('Its port'),
  passwordFrom: secretName.describe('Environment variable with the password'),
  certificateFrom: secretName
    .optional()
    .describe('Environment variable with the certificate of its authority (PEM), if that is not a public one'),
  ...fileFields,
});
/** Settings of files by FTP with TLS. */
export type FtpsChannel = z.output<typeof ftpsSchema>;

const s3Schema = z.strictObject({
  type: z.literal('s3').describe('Objects in a bucket of S3 or a compatible store'),
  name: channelName,
  endpoint: url.describe('Address of the store, such as `https://s3.eu-central-1.amazonaws.com`'),
  region: line(50).default('us-east-1').describe('Its region'),
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is not the name of a bucket')
    .describe('The bucket'),
  prefix: z
    .string()
    .max(200)
    .regex(/^(?!.*\.\.)[\w./-]*$/, 'contains `..`, or something other than letters, digits, `.`, `/`, `-` and `_`')
    .default('')
    .describe('Beginning of the names of objects'),
  accessKeyFrom: secretName.describe('Environment variable with the id of the access key'),
  secretKeyFrom: secretName.describe('Environment variable with the secret access key'),
  ...fileFields,
});
/** Settings of objects in S3. */
export type S3Channel = z.output<typeof s3Schema>;

const emailSchema = z.strictObject({
  type: z.literal('email').describe('E-mail for people, as plain text and HTML, with the document attached'),
  name: channelName,
  to: email.describe('The address that receives it'),
  messages: z
    .enum(['all', 'urgent'])
    .default('all')
    .describe(
      '`urgent`: kills, withholdings, restored stories and corrections alone, of what the partner has received',
    ),
});
/** Settings of e-mail. */
export type EmailChannel = z.output<typeof emailSchema>;

/** The settings of a channel, which its `type` decides. */
export const channelSchema = z.discriminatedUnion(
  'type',
  [httpsSchema, queueSchema, sftpSchema, ftpsSchema, s3Schema, emailSchema],
  { error: 'is not a type of channel: write https, queue, sftp, ftps, s3 or email' },
);

/** Settings of a channel that puts files. */
export type FileChannel = SftpChannel | FtpsChannel | S3Channel;

/** Settings of a channel on which we send. */
export type PushChannel = HttpsChannel | FileChannel | EmailChannel;

/** Settings of a channel. */
export type Channel = PushChannel | QueueChannel;

/** Returns the name of a channel in the ledger. */
export function channelNameOf({ name, type }: Channel): string {
  return name ?? type;
}

/** True for a channel that has no messages about new stories. */
export function isUrgentOnly(channel: Channel | undefined): boolean {
  return channel?.type === 'email' && channel.messages === 'urgent';
}
