import { z } from 'zod';
import type { Audience } from '../article/audience.ts';
import { DESTINATIONS } from '../article/destination.ts';
import { instant, language, line, slug, url } from '../article/fields.ts';
import type { StorySelection } from '../article/story-selection.ts';
import { earliest, type Instant } from '../text/instant.ts';
import { TERM_FIELDS, type TermValues, termsNamed } from './term-fields.ts';

/** Ids of the formats that partners get. */
export const PARTNER_FORMATS = [
  'newsml-g2',
  'newsml-g2-superdesk-nitf',
  'newsml-g2-plain',
  'newsml-g2-linked-data',
  'ninjs',
  'ninjs-2.3',
  'ninjs-2.1',
  'ninjs-superdesk',
] as const;

/** Largest number of terms in the selection of a product. */
const MAX_TERMS = 8;

const conditionSchema = z
  .strictObject({
    ...TERM_FIELDS,
    not: z.strictObject(TERM_FIELDS).optional().describe('Leaves out stories with any of these'),
  })
  .refine(({ not, ...terms }) => (not === undefined) !== (termsNamed(terms as TermValues).length === 0), {
    message: 'has to name terms, or `not` with terms: exactly one of them',
  });

function termCount(conditions: readonly { readonly not?: TermValues | undefined }[]): number {
  return conditions.flatMap(({ not, ...terms }) => termsNamed({ ...(terms as TermValues), ...not })).length;
}

const productSchema = z.strictObject({
  stories: z
    .array(conditionSchema)
    .max(MAX_TERMS)
    .refine((conditions) => termCount(conditions) <= MAX_TERMS, `have more than ${MAX_TERMS} terms: remove some`)
    .default([])
    .describe('Conditions that a story has to fulfil, all of them; each holds if one of its terms does'),
  languages: z.array(language).max(50).default([]).describe('Languages of the stories; all if empty'),
  embargoes: z.boolean().default(false).describe('Whether stories are sent under embargo, with notes for editors'),
  paidText: z.boolean().default(false).describe('Whether paid stories are sent to their end'),
  silentEdits: z.enum(['send', 'hold']).default('send').describe('Whether edits that readers need not notice are sent'),
});

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
    host: line(253).describe('Its host name'),
    port: z.int().min(1).max(65_535).default(22).describe('Its port'),
    user: line(100).describe('The name of our account'),
    passwordFrom: secretName.optional().describe('Environment variable with the password'),
    privateKeyFrom: secretName.optional().describe('Environment variable with the private key (OpenSSH, PEM)'),
    hostKey: z
      .string()
      .regex(/^SHA256:[A-Za-z0-9+/]{43}=?$/, 'is not a fingerprint such as SHA256:… (`ssh-keygen -lf`)')
      .describe('Fingerprint of its host key; another key is refused'),
    folder: line(500).default('.').describe('The folder for files'),
    ...fileFields,
  })
  .refine(({ passwordFrom, privateKeyFrom }) => passwordFrom !== undefined || privateKeyFrom !== undefined, {
    path: ['passwordFrom'],
    message: 'is missing, and so is `privateKeyFrom`: name one of them',
  });
/** Settings of files by SFTP. */
export type SftpChannel = z.output<typeof sftpSchema>;

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

/** Settings of a channel that puts files. */
export type FileChannel = SftpChannel | S3Channel;

/** Settings of a channel on which we send. */
export type PushChannel = HttpsChannel | FileChannel;

/** Settings of a channel. */
export type Channel = PushChannel | QueueChannel;

/** Returns the name of a channel in the ledger. */
export function channelNameOf({ name, type }: Channel): string {
  return name ?? type;
}

/** An organisation that gets stories. */
export const partnerSchema = z.strictObject({
  key: slug
    .refine((key) => !(DESTINATIONS as readonly string[]).includes(key), 'is the name of a destination: choose another')
    .describe('Its name in the ledger and in `rights.destinations`; never changed'),
  name: line(120).describe('Its name'),
  product: productSchema.prefault({}).describe('The stories that it gets, and how much of them'),
  format: z.enum(PARTNER_FORMATS).default('newsml-g2').describe('The format of messages, with its profile'),
  channels: z
    .array(z.discriminatedUnion('type', [httpsSchema, queueSchema, sftpSchema, s3Schema]))
    .max(8)
    .default([])
    .refine(
      (channels) => new Set(channels.map(channelNameOf)).size === channels.length,
      'have the same name twice: give one a `name`',
    )
    .refine((channels) => channels.filter(({ type }) => type === 'queue').length <= 1, 'have two queues: remove one')
    .describe('The channels that messages take'),
  digests: z
    .array(z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is not a time of day such as 07:30'))
    .max(24)
    .default([])
    .describe(
      'Times of day (publication time zone) at which messages are sent together; at once if empty. Kills, corrections and withholdings are never delayed',
    ),
  alarm: z
    .strictObject({
      url: url.describe('Address that gets alarms as JSON'),
      silentHours: z
        .int()
        .min(1)
        .max(720)
        .default(24)
        .describe(
          'Hours in which a partner neither confirms a message nor finds its queue empty, after which there is an alarm',
        ),
    })
    .optional()
    .describe('Where alarms about this partner go, besides the log and the page of deliveries'),
  trialEnds: instant.optional().describe('End of the trial: afterwards it gets recalls alone'),
  ends: instant.optional().describe('End of the agreement: afterwards it gets recalls alone'),
});
/** The settings of a partner. */
export type Partner = z.output<typeof partnerSchema>;

/** Returns the stories of a product: its conditions, and its languages. */
export function storiesOfProduct({ product: { stories, languages } }: Pick<Partner, 'product'>): StorySelection {
  const conditions = stories.map(({ not, ...terms }) =>
    not === undefined
      ? { terms: termsNamed(terms as TermValues), isExcluding: false }
      : { terms: termsNamed(not), isExcluding: true },
  );
  if (languages.length === 0) return conditions;
  return [...conditions, { terms: termsNamed({ language: languages }), isExcluding: false }];
}

/** Returns the audience that a partner is: the one place in which a product becomes rights. */
export function audienceOfPartner(partner: Pick<Partner, 'key' | 'product'>): Audience {
  const { embargoes, paidText } = partner.product;
  return {
    embargoed: embargoes,
    paidText,
    editorial: embargoes,
    destination: `partner:${partner.key}`,
    stories: storiesOfProduct(partner),
  };
}

/** Returns the time at which an agreement ends. */
export function endOf({ trialEnds, ends }: Pick<Partner, 'trialEnds' | 'ends'>): Instant | undefined {
  return earliest([trialEnds, ends]);
}

/** True while an agreement lasts. */
export function isActive(partner: Pick<Partner, 'trialEnds' | 'ends'>, now: Instant): boolean {
  const end = endOf(partner);
  return end === undefined || now < end;
}
