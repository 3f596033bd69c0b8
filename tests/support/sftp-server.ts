import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { onTestFinished } from 'vitest';

const { OPEN_MODE, STATUS_CODE } = ssh2.utils.sftp;

/** Faults of a server. */
export type SftpFault = 'full' | 'cut' | 'login' | 'short' | undefined;

/** An SFTP server in this process, whose files are in memory. */
export interface SftpServer {
  readonly port: number;
  /** Fingerprint of the host key. */
  readonly hostKey: string;
  readonly files: Map<string, Buffer>;
  /** Names in the order in which files became visible, and those that were opened for writing. */
  readonly renamed: string[];
  readonly opened: string[];
  fault: SftpFault;
}

/** Starts a server until the test is over; the password is `sesame`. */
export async function startSftpServer(): Promise<SftpServer> {
  const { key, publicKey } = hostKeyPair();
  const hostKey = `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;
  const clients = new Set<ssh2.Connection>();
  const server = new ssh2.Server({ hostKeys: [key] }, (client) => {
    clients.add(client);
    client.on('error', () => {});
    client.on('close', () => clients.delete(client));
    client.on('authentication', (context) => {
      const isRight = context.method === 'password' && context.password === 'sesame' && state.fault !== 'login';
      if (isRight) context.accept();
      else context.reject(['password']);
    });
    client.on('ready', () =>
      client.on('session', (accept) =>
        accept().on('sftp', (acceptSftp) => serve(acceptSftp(), state, () => client.end())),
      ),
    );
  });
  // Replies are small: none waits to be sent with the next one.
  Object.assign((server as unknown as { _srv: object })._srv, { noDelay: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const client of clients) client.end();
    server.close();
  });
  const state: SftpServer = {
    port: (server.address() as AddressInfo).port,
    hostKey,
    files: new Map(),
    renamed: [],
    opened: [],
    fault: undefined,
  };
  return state;
}

/** Returns a new host key; ssh2 writes one of about a hundred in a way that it cannot read. */
function hostKeyPair(): { readonly key: string; readonly publicKey: Buffer } {
  for (;;) {
    const { private: key } = ssh2.utils.generateKeyPairSync('ed25519');
    const parsed = ssh2.utils.parseKey(key);
    const publicKey = [parsed].flat()[0];
    if (publicKey !== undefined && !(publicKey instanceof Error)) return { key, publicKey: publicKey.getPublicSSH() };
  }
}

// biome-ignore lint/suspicious/noExplicitAny: the types of ssh2 leave the stream out
function serve(sftp: any, state: SftpServer, cut: () => void): void {
  const handles = new Map<number, string>();
  let count = 0;
  const handleOf = (number: number): Buffer => Buffer.from([number]);
  sftp.on('OPEN', (id: number, name: string, flags: number) => {
    if ((flags & OPEN_MODE.WRITE) === 0) return sftp.status(id, STATUS_CODE.PERMISSION_DENIED);
    state.opened.push(name);
    state.files.set(name, Buffer.alloc(0));
    handles.set(++count, name);
    sftp.handle(id, handleOf(count));
  });
  sftp.on('WRITE', (id: number, handle: Buffer, offset: number, data: Buffer) => {
    const name = handles.get(handle[0] ?? 0) ?? '';
    if (state.fault === 'cut') return cut();
    if (state.fault === 'full') return sftp.status(id, STATUS_CODE.FAILURE, 'No space left on device');
    const before = state.files.get(name) ?? Buffer.alloc(0);
    const size = Math.max(before.length, offset + data.length);
    const bytes = Buffer.alloc(size);
    before.copy(bytes);
    data.copy(bytes, offset);
    state.files.set(name, state.fault === 'short' ? bytes.subarray(1) : bytes);
    sftp.status(id, STATUS_CODE.OK);
  });
  sftp.on('CLOSE', (id: number) => sftp.status(id, STATUS_CODE.OK));
  sftp.on('FSETSTAT', (id: number) => sftp.status(id, STATUS_CODE.OK));
  sftp.on('SETSTAT', (id: number) => sftp.status(id, STATUS_CODE.OK));
  for (const event of ['STAT', 'LSTAT']) {
    sftp.on(event, (id: number, name: string) => {
      const file = state.files.get(name);
      if (file === undefined) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
      sftp.attrs(id, { mode: 0o100644, uid: 0, gid: 0, size: file.length, atime: 0, mtime: 0 });
    });
  }
  sftp.on('REALPATH', (id: number, name: string) => sftp.name(id, [{ filename: name, longname: name, attrs: {} }]));
  sftp.on('REMOVE', (id: number, name: string) => {
    state.files.delete(name);
    sftp.status(id, STATUS_CODE.OK);
  });
  sftp.on('RENAME', (id: number, from: string, to: string) => {
    const file = state.files.get(from);
    if (file === undefined) return sftp.status(id, STATUS_CODE.NO_SUCH_FILE);
    if (state.files.has(to)) return sftp.status(id, STATUS_CODE.FAILURE);
    state.files.delete(from);
    state.files.set(to, file);
    state.renamed.push(to);
    sftp.status(id, STATUS_CODE.OK);
  });
}
