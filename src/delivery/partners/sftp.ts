import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { posix } from 'node:path';
import type { Client, SFTPWrapper, Stats } from 'ssh2';
import type { SftpChannel } from '../../publication/channel.ts';
import { withoutTrailing } from '../../text/without-trailing.ts';
import { accountSecret, MissingSecretError, type SecretIn } from '../account-secret.ts';
import { connectOutside, PrivateAddressError, transferTime } from '../outbound.ts';
import type { ConnectionInputs, FileTarget } from './files.ts';
import { incompleteError, lateError, TransferError } from './transfer-error.ts';

/** Time limits of a handshake, and of a step besides the transfer of bytes, in milliseconds. */
const HANDSHAKE_MS = 10_000;
const STEP_MS = 60_000;
const CLOSING_MS = 2000;

/**
 * Opens a folder on a server of a partner. Each file is written under a temporary name and renamed when the receiver has
 * confirmed its size, so that an incomplete one is never read.
 */
export async function openSftp(channel: SftpChannel, { allowed, secretIn }: ConnectionInputs): Promise<FileTarget> {
  const { host, port, folder } = channel;
  const login = loginOf(channel, secretIn);
  const sock = await connectOutside({ host, port }, allowed);
  // Errors of a connection that is not used any more.
  sock.on('error', () => {});
  const client = await connected(channel, { ...login, sock });
  const session = randomBytes(4).toString('hex');
  const sftp = await within<SFTPWrapper>((done) => client.sftp(done), sock);
  return {
    put: async ({ name, bytes }) => {
      const path = posix.join(folder, name);
      // Another machine may take over: each connection has temporary names of its own.
      const temporary = posix.join(folder, `.${name}.${session}.part`);
      await within((done) => sftp.writeFile(temporary, bytes, done), sock, bytes.length);
      const { size } = await within<Stats>((done) => sftp.stat(temporary, done), sock);
      if (size !== bytes.length) throw incompleteError();
      await renamed(sftp, { from: temporary, to: path }, sock);
      return `written as ${path}`;
    },
    close: async () => {
      client.end();
      setTimeout(() => sock.destroy(), CLOSING_MS).unref();
    },
  };
}

function loginOf({ user, passwordFrom, privateKeyFrom }: SftpChannel, secretIn: SecretIn) {
  return {
    username: user,
    ...(passwordFrom === undefined ? {} : { password: accountSecret(passwordFrom, secretIn) }),
    ...(privateKeyFrom === undefined ? {} : { privateKey: accountSecret(privateKeyFrom, secretIn) }),
  };
}

type Login = ReturnType<typeof loginOf> & { readonly sock: Socket };

/** Connects to the host whose key is pinned. */
async function connected({ hostKey }: SftpChannel, login: Login): Promise<Client> {
  const { default: ssh2 } = await import('ssh2');
  const client = new ssh2.Client();
  const pinned = withoutTrailing(hostKey, '=');
  let seen = pinned;
  const hostVerifier = (key: Buffer): boolean => {
    seen = withoutTrailing(`SHA256:${createHash('sha256').update(key).digest('base64')}`, '=');
    return seen === pinned;
  };
  try {
    await new Promise<void>((resolve, reject) => {
      client.once('ready', resolve);
      client.on('error', reject);
      client.once('close', () => reject(new Error('the connection was closed')));
      client.connect({ ...login, hostVerifier, readyTimeout: HANDSHAKE_MS });
    });
  } catch (error) {
    login.sock.destroy();
    if (seen === pinned) throw error;
    throw new TransferError(`the host key is ${seen}, and not the one in the settings`);
  }
  return client;
}

/** Replaces a file of the same name: by the extension of OpenSSH, or by deleting it first. */
async function renamed(
  sftp: SFTPWrapper,
  { from, to }: { readonly from: string; readonly to: string },
  sock: Socket,
): Promise<void> {
  try {
    await within((done) => sftp.ext_openssh_rename(from, to, done), sock);
  } catch (error) {
    if (error instanceof TransferError) throw error;
    await within((done) => sftp.unlink(to, () => done()), sock);
    await within((done) => sftp.rename(from, to, done), sock);
  }
}

/** Runs an operation with a callback within a limit; one that hangs ends the connection, and a lost connection ends it. */
function within<Result>(
  operation: (done: (error?: Error | null, result?: Result) => void) => unknown,
  sock: Socket,
  bytes = 0,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onClose = (): void => end(() => reject(new TransferError('the connection was cut')));
    const timer = setTimeout(() => {
      end(() => reject(lateError()));
      sock.destroy();
    }, STEP_MS + transferTime(bytes));
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      sock.off('close', onClose);
      settle();
    };
    sock.once('close', onClose);
    if (sock.destroyed) return onClose();
    try {
      operation((error, result) => end(() => (error ? reject(error) : resolve(result as Result))));
    } catch (error) {
      // An extension that the server does not have.
      end(() => reject(error));
    }
  });
}

/** Describes an error of SFTP in our own words. */
export function sftpSentence(error: unknown): string {
  const isOurs = [PrivateAddressError, MissingSecretError, TransferError].some((kind) => error instanceof kind);
  if (isOurs) return (error as Error).message;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (/authentication/i.test(message)) return 'the account or its key was refused';
  if (/no space|quota|full/i.test(message)) return 'the disk of the receiver is full';
  if (/permission denied/i.test(message)) return 'the account may not write into the folder';
  if (/no such file/i.test(message)) return 'the folder does not exist';
  return `the transfer failed${code === '' ? '' : ` (${code})`}`;
}
