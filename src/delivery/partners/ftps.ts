import { randomBytes, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { posix } from 'node:path';
import { Readable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import type { Client } from 'basic-ftp';
import type { FtpsChannel } from '../../publication/channel.ts';
import { accountSecret, MissingSecretError, type SecretIn } from '../account-secret.ts';
import { resolveOutside, sendSentence, transferTime } from '../outbound.ts';
import type { ConnectionInputs, FileTarget } from './files.ts';
import { incompleteError, lateError, TransferError } from './transfer-error.ts';

/** Time limits of a step of the connection, and of one with a file besides the transfer of its bytes, in milliseconds. */
const LIMITS = { connection: 20_000, step: 60_000 };
/** Bytes that are written at one time: a slow receiver is heard of after each. */
const PIECE_BYTES = 64 * 1024;

/** Inputs of a connection, and its time limits in milliseconds. */
interface FtpsInputs extends ConnectionInputs {
  readonly limits?: typeof LIMITS;
}

/**
 * Opens a folder on a server of a partner by FTP with explicit TLS (RFC 4217), for commands and for files. Each file is
 * written under a temporary name and renamed when the receiver has confirmed its size. Files go to the address of the
 * connection for commands alone, so that a server cannot send us elsewhere.
 */
export async function openFtps(
  channel: FtpsChannel,
  { allowed, secretIn, limits = LIMITS }: FtpsInputs,
): Promise<FileTarget> {
  const { host, port, user, passwordFrom, folder } = channel;
  const password = accountSecret(passwordFrom, secretIn);
  const authority = authorityOf(channel, secretIn);
  const address = await resolveOutside(host, allowed);
  const { Client: FtpClient } = await import('basic-ftp');
  const client = new FtpClient(limits.step);
  const run = <Result>(step: () => Promise<Result>, limit = limits.step): Promise<Result> =>
    within(step, client, limit);
  try {
    await run(() => client.connect(address, port), limits.connection);
    await run(() => client.useTLS({ ...tlsOptions(host), ...authority }), limits.connection).catch(refusedTls);
    await run(() => client.login(user, password), limits.connection);
    await run(() => client.useDefaultSettings(), limits.connection);
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
      let isReplaced = false;
      const onRemoved = (): void => {
        isReplaced = true;
      };
      try {
        await run(
          () => client.uploadFrom(Readable.from(piecesOf(bytes)), temporary),
          limits.step + transferTime(bytes.length),
        );
        const size = await run(() => client.size(temporary));
        if (size !== bytes.length) throw incompleteError();
        await run(() => renamed(client, { from: temporary, to: path, onRemoved }));
      } catch (error) {
        // The new file stays where the old one is gone.
        if (!client.closed && !isReplaced)
          await run(() => client.remove(temporary), limits.connection).catch(() => undefined);
        throw error;
      }
      return `written as ${path}`;
    },
    close: async () => client.close(),
  };
}

/** @throws TransferError if the environment variable has no certificate */
function authorityOf({ certificateFrom }: FtpsChannel, secretIn: SecretIn): Pick<ConnectionOptions, 'ca'> {
  if (certificateFrom === undefined) return {};
  const ca = accountSecret(certificateFrom, secretIn);
  try {
    new X509Certificate(ca);
  } catch {
    const text = 'the text of a certificate (PEM), with its line ends, from -----BEGIN CERTIFICATE----- on';
    throw new TransferError(`the environment variable ${certificateFrom} does not have ${text}`);
  }
  return { ca };
}

/** The certificate has to be the one of the host, also where the connection is made to its address. */
function tlsOptions(host: string): ConnectionOptions {
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

/** @throws TransferError if the server has no TLS; the error of the handshake otherwise */
function refusedTls(error: unknown): never {
  throw typeof (error as { code?: unknown }).code === 'number' ? new TransferError('the server refuses TLS') : error;
}

function* piecesOf(bytes: Buffer): Iterable<Buffer> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) yield bytes.subarray(start, start + PIECE_BYTES);
}

interface Renaming {
  readonly from: string;
  readonly to: string;
  /** Called when the old file is gone. */
  readonly onRemoved: () => void;
}

/** Replaces a file of the same name; on a server that refuses to do so it is deleted first. */
async function renamed(client: Client, { from, to, onRemoved }: Renaming): Promise<void> {
  try {
    await client.rename(from, to);
  } catch (refused) {
    if (client.closed) throw refused;
    // Without such a file the rename was refused for another reason.
    await client.remove(to).catch(() => {
      throw refused;
    });
    onRemoved();
    await client.rename(from, to);
  }
}

/** Runs a step within a limit in milliseconds; one that hangs ends the connection. */
async function within<Result>(step: () => Promise<Result>, client: Client, limit: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(lateError());
      client.close();
    }, limit);
  });
  try {
    return await Promise.race([step(), late]);
  } finally {
    clearTimeout(timer);
  }
}

const FULL = 'the disk of the receiver is full';
/** Reply codes of FTP (RFC 959, section 4.2; RFC 4217, section 10). */
const REPLIES: Readonly<Record<string, string>> = {
  421: 'the server is closing',
  452: FULL,
  530: 'the account or its password was refused',
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
  if (/another host/.test(message)) return 'the server names another host for files: it has to name its own address';
  if (/^Timeout/.test(message)) return 'no answer in time';
  if (/closed|FIN packet/.test(message)) return 'the connection was cut';
  const sentence = sendSentence(error);
  return /self-signed|not trusted/.test(sentence) ? `${sentence}: certificateFrom names its authority` : sentence;
}
