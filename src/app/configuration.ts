import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Location } from '../archive/location.ts';
import type { MailServer } from '../delivery/mail.ts';
import { isHostOrNetwork } from '../delivery/outbound.ts';
import { CACHE_TAGS, type CacheTagsOf } from '../server/cache-tags.ts';
import { defined } from '../text/defined.ts';
import { httpUrl } from '../text/url.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

const schema = z.object({
  PORT: z
    .string()
    .regex(/^\d+$/, 'is not a number: use one from 0 to 65535 (PORT, or --port)')
    .transform(Number)
    .refine((port) => port <= 65_535, 'is not a port: use a number from 0 to 65535 (PORT, or --port)')
    .default(3000),
  DATELINE_BASE_URL: z
    .string()
    .refine((text) => httpUrl(text) !== undefined, { message: 'is not an absolute http or https address', abort: true })
    .refine((text) => new URL(text).href === `${new URL(text).origin}/`, 'contains more than scheme, host and port')
    .transform((text) => new URL(text).origin)
    .optional(),
  DATELINE_CONTENT: z.string().min(1).default('content'),
  DATELINE_DATA: z.string().min(1).default('data'),
  DATELINE_DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/[^/]/, 'is not an address such as postgres://user:password@host/database')
    .optional(),
  DATELINE_CACHE_TAGS: z.enum(CACHE_TAGS, `is not one of ${CACHE_TAGS.join(', ')}`).optional(),
  DATELINE_SECRET: z
    .string()
    .min(32, 'is shorter than 32 characters: use a long random text, the same on every machine')
    .optional(),
  DATELINE_ALLOW_OUTBOUND: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ''))
    .refine(
      (entries) => entries.every(isHostOrNetwork),
      'contains something other than host names, IP addresses and networks such as 10.0.0.0/8',
    )
    .default([]),
  DATELINE_SMTP_URL: z
    .string()
    .refine(isMailServer, 'is not an address such as smtps://user:password@mail.example.com:465')
    .optional(),
  DATELINE_MAIL_FROM: z.string().refine(isSender, 'is not a sender such as Desk <desk@example.com>').optional(),
  LOG_LEVEL: z.enum(LEVELS, `is not one of ${LEVELS.join(', ')}`).default('info'),
});

function isMailServer(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'smtp:' || url.protocol === 'smtps:') && url.hostname !== '';
}

/** True for an address, or a name with an address in angle brackets (RFC 5322, section 3.4). */
function isSender(text: string): boolean {
  const inBrackets = /^[^<>\r\n]{1,100}<([^<>]+)>$/.exec(text)?.[1];
  return /^[^\s<>@]+@[^\s<>@]+$/.test(inBrackets ?? text);
}

/** File name of the archive in the data folder. */
export const ARCHIVE_FILE = 'dateline.sqlite';

/** The configuration of Dateline: from environment variables, or from flags, which take precedence. */
export interface Configuration {
  readonly port: number;
  /** Prefix of every absolute address; this machine's own port if absent. */
  readonly baseUrl: string | undefined;
  /** The content folder, as an absolute path. */
  readonly content: string;
  /** Location of the archive: a file in the data folder, or a PostgreSQL database. */
  readonly archive: Location;
  /** The network in front of the server, which purges by tags; no tags if absent. */
  readonly cacheTags?: CacheTagsOf;
  /** The secret of the operator, from which signing secrets are derived. */
  readonly secret?: string;
  /** Private hosts and networks to which messages may be sent. */
  readonly allowOutbound?: readonly string[];
  /** The server that takes e-mail; none is sent if absent. */
  readonly mailServer?: MailServer;
  readonly logLevel: (typeof LEVELS)[number];
}

/** An environment variable, a flag or an argument is invalid. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Reads the configuration.
 * @param environment such as `process.env`
 * @param flags by the same names; undefined flags are ignored
 * @throws ConfigurationError with one sentence for each invalid variable
 */
export function readConfiguration(
  environment: Readonly<Record<string, string | undefined>>,
  flags: Readonly<Record<string, string | undefined>> = {},
): Configuration {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const parsed = schema.safeParse({ ...environment, ...given });
  if (!parsed.success) {
    const sentences = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new ConfigurationError(`${sentences.join('; ')}.`);
  }
  const {
    PORT,
    DATELINE_BASE_URL,
    DATELINE_CONTENT,
    DATELINE_DATA,
    DATELINE_DATABASE_URL,
    DATELINE_CACHE_TAGS,
    DATELINE_SECRET,
    DATELINE_ALLOW_OUTBOUND,
    DATELINE_SMTP_URL,
    DATELINE_MAIL_FROM,
    LOG_LEVEL,
  } = parsed.data;
  if ((DATELINE_SMTP_URL === undefined) !== (DATELINE_MAIL_FROM === undefined)) {
    throw new ConfigurationError('DATELINE_SMTP_URL and DATELINE_MAIL_FROM belong together: set both, or none.');
  }
  return {
    port: PORT,
    baseUrl: DATELINE_BASE_URL,
    content: resolve(DATELINE_CONTENT),
    archive:
      DATELINE_DATABASE_URL === undefined
        ? { file: join(resolve(DATELINE_DATA), ARCHIVE_FILE) }
        : { url: DATELINE_DATABASE_URL },
    ...defined({ cacheTags: DATELINE_CACHE_TAGS, secret: DATELINE_SECRET }),
    allowOutbound: DATELINE_ALLOW_OUTBOUND,
    ...(DATELINE_SMTP_URL === undefined || DATELINE_MAIL_FROM === undefined
      ? {}
      : { mailServer: { url: DATELINE_SMTP_URL, from: DATELINE_MAIL_FROM } }),
    logLevel: LOG_LEVEL,
  };
}

/** @throws ConfigurationError if there is no such folder */
export function requireFolder(content: string): void {
  if (existsSync(content)) return;
  throw new ConfigurationError(`The folder ${content} does not exist: name the content folder with DATELINE_CONTENT.`);
}
