import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import type { Client } from 'basic-ftp';
import type { FtpsChannel } from '../../publication/channel.ts';
import { accountSecret, MissingSecretError } from '../account-secret.ts';
import { resolveOutside, sendSentence, transferTime } from '../outbound.ts';
import type { ConnectionInputs, FileTarget } from './files.ts';
import { incompleteError, lateError, TransferError } from './transfer-error.ts';

/** Time limits of a silent connection, and of a step besides the transfer of bytes, in milliseconds. */
const SILENCE_MS = 10_000;
const STEP_MS = 60_000;

/**
 * Opens a folder on a server of a partner by FTP with explicit TLS (RFC 4217), for commands and for files. Each file is
 * written under a temporary name and renamed when the receiver has confirmed its size. Files go to the address of the
 * connection for commands alone, so that a server cannot send us elsewhere.
 */
export async function openFtps(channel: FtpsChannel, { allowed, secretIn }: ConnectionInputs): Promise<FileTarget> {
  const { host, port, user, passwordFrom, certificateFrom, folder } = channel;
  const password = accountSecret(passwordFrom, secretIn);
  const authority = certificateFrom === undefined ? {} : { ca: accountSecret(certificateFrom, secretIn) };
  const address = await resolveOutside(host, allowed);
  const { Client: FtpClient } = await import('basic-ftp');
  const client = new FtpClient(SILENCE_MS);
  const run = <Result>(step: () => Promise<Result>, bytes = 0): Promise<Result> => within(step, client, bytes);
  try {
    const secureOptions = { ...tlsOptions(host), ...authority };
    await run(() => client.access({ host: address, port, user, password, secure: true, secureOptions }));
  } catch (error) {
    client.close();
    throw error;
  }
  const session = randomBytes(4).toString('hex');
  return {
    put: async ({ name, bytes }) => {
      const path = posix.join(folder, name);
      // Another machine may take over: each connection has temporary names of its own.
      const temporary = posix.join(folder, `.${name}.${session}.part`);
      await run(() => client.uploadFrom(Readable.from([bytes]), temporary), bytes.length);
      const size = await run(() => client.size(temporary));
      if (size !== bytes.length) throw incompleteError();
      await run(() => renamed(client, temporary, path));
      return `written as ${path}`;
    },
    close: async () => client.close(),
  };
}

/** The certificate has to be the one of the host, also where the connection is made to its address. */
function tlsOptions(host: string): ConnectionOptions {
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

/** Replaces a file of the same name; servers that refuse to do so delete it first. */
async function renamed(client: Client, from: string, to: string): Promise<void> {
  try {
    await client.rename(from, to);
  } catch (error) {
    if (client.closed) throw error;
    await client.remove(to);
    await client.rename(from, to);
  }
}

/** Runs a step within a limit; one that hangs ends the connection. */
async function within<Result>(step: () => Promise<Result>, client: Client, bytes: number): Promise<Result> {
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    client.close();
  }, STEP_MS + transferTime(bytes));
  try {
    return await step();
  } catch (error) {
    throw isLate ? lateError() : error;
  } finally {
    clearTimeout(timer);
  }
}

const FULL = 'the disk of the receiver is full';
const NO_TLS = 'the server refuses TLS';
/** Reply codes of FTP (RFC 959, section 4.2; RFC 4217, section 10). */
const REPLIES: Readonly<Record<string, string>> = {
  421: 'the server is closing',
  452: FULL,
  502: NO_TLS,
  504: NO_TLS,
  530: 'the account or its password was refused',
  534: NO_TLS,
  550: 'the folder does not exist, or the account may not write into it',
  552: FULL,
  553: 'the receiver refuses the name of the file',
};

/** Describes an error of FTP in our own words. */
export function ftpsSentence(error: unknown): string {
  if (error instanceof MissingSecretError || error instanceof TransferError) return error.message;
  const { code = '', message = '' } = error as { code?: string | number; message?: string };
  // Servers answer 550 to a full disk too.
  if (typeof code === 'number' && /no space|quota|disk full/i.test(message)) return FULL;
  if (typeof code === 'number') return REPLIES[code] ?? `the receiver answered ${code}`;
  if (/^Timeout/.test(message)) return 'no answer in time';
  if (/closed|FIN packet/.test(message)) return 'the connection was cut';
  return sendSentence(error);
}
