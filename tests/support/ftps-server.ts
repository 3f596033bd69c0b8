import { type AddressInfo, createServer } from 'node:net';
import { Writable } from 'node:stream';
import { FileSystem, type FtpConnection, FtpSrv } from 'ftp-srv';
import { onTestFinished } from 'vitest';
import { CERTIFICATE } from './certificate.ts';

/** Faults of a server. */
export type FtpsFault = 'full' | 'cut' | 'login' | 'short' | 'rename' | undefined;

/** A server of FTP with TLS in this process, whose files are in memory. */
export interface FtpsServer {
  readonly port: number;
  readonly files: Map<string, Buffer>;
  /** Names in the order in which files became visible. */
  readonly renamed: string[];
  /** Commands of files, in their order; true for those of a connection with TLS. */
  readonly secure: boolean[];
  fault: FtpsFault;
}

const ignore = (): void => {};
const SILENT = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => SILENT };

/** Starts a server until the test is over; the password is `sesame`. */
export async function startFtpsServer({ isPlain = false } = {}): Promise<FtpsServer> {
  const port = await freePort();
  const state: FtpsServer = { port, files: new Map(), renamed: [], secure: [], fault: undefined };
  const url = `ftp://127.0.0.1:${port}`;
  const server = new FtpSrv({ log: SILENT, url, pasv_url: '127.0.0.1', tls: isPlain ? false : (CERTIFICATE as never) });
  server.on('login', ({ connection, password }, resolve, reject) => {
    if (state.fault === 'login' || password !== 'sesame') return reject(new Error('refused'));
    resolve({ fs: new MemoryFiles(connection, state) });
  });
  server.on('client-error', () => {});
  await server.listen();
  onTestFinished(async () => {
    await server.close();
  });
  return state;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

class MemoryFiles extends FileSystem {
  readonly #state: FtpsServer;

  constructor(connection: FtpConnection, state: FtpsServer) {
    super(connection, { root: '/', cwd: '/' });
    this.#state = state;
  }

  override async get(name: string): Promise<unknown> {
    const size = this.#state.files.get(name)?.length;
    if (size === undefined) throw new Error('no such file');
    return { name, size: this.#state.fault === 'short' ? size - 1 : size, isDirectory: () => false };
  }

  override write(name: string): Writable {
    const { files, secure } = this.#state;
    secure.push((this.connection as unknown as { secure: boolean }).secure);
    const chunks: Buffer[] = [];
    return new Writable({
      write: (chunk: Buffer, _, done) => {
        if (this.#state.fault === 'cut') {
          (this.connection as unknown as { commandSocket: { destroy(): void } }).commandSocket.destroy();
          return done();
        }
        if (this.#state.fault === 'full') return done(new Error('no space'));
        chunks.push(chunk);
        done();
      },
      final: (done) => {
        files.set(name, Buffer.concat(chunks));
        done();
      },
    });
  }

  override async rename(from: string, to: string): Promise<void> {
    const { files, renamed } = this.#state;
    const bytes = files.get(from);
    if (bytes === undefined || files.has(to) || this.#state.fault === 'rename') throw new Error('refused');
    files.delete(from);
    files.set(to, bytes);
    renamed.push(to);
  }

  override async delete(name: string): Promise<void> {
    if (!this.#state.files.delete(name)) throw new Error('no such file');
  }
}
