import { Command } from 'commander';
import { ConfigurationError, readConfiguration } from '../app/configuration.ts';
import { ForeignArchiveError, SettingsError } from '../app/open-publication.ts';
import { RELEASE } from '../app/release.ts';
import { ArchiveInUseError, MoveError, NewerArchiveError } from '../archive/archive-errors.ts';
import type { Register } from './command.ts';
import { register as adopt } from './commands/adopt.ts';
import { register as archiveBackup } from './commands/archive-backup.ts';
import { register as archiveMove } from './commands/archive-move.ts';
import { register as check } from './commands/check.ts';
import { register as deliveries } from './commands/deliveries.ts';
import { register as erase } from './commands/erase.ts';
import { register as exportSite } from './commands/export.ts';
import { register as formats } from './commands/formats.ts';
import { register as importFiles } from './commands/import.ts';
import { register as keyCreate } from './commands/key-create.ts';
import { register as keyList } from './commands/key-list.ts';
import { register as keyRevoke } from './commands/key-revoke.ts';
import { register as lifecycle } from './commands/lifecycle.ts';
import { register as newStory } from './commands/new.ts';
import { register as render } from './commands/render.ts';
import { register as schema } from './commands/schema.ts';
import { register as serve } from './commands/serve.ts';
import { register as status } from './commands/status.ts';
import { register as sync } from './commands/sync.ts';
import { EXIT, findingLine, printProgress } from './print.ts';

interface Flags {
  readonly port?: string;
  readonly baseUrl?: string;
  readonly content?: string;
  readonly data?: string;
  readonly logLevel?: string;
}

function configurationOf({ port, baseUrl, content, data, logLevel }: Flags) {
  return readConfiguration(process.env, {
    PORT: port,
    DATELINE_BASE_URL: baseUrl,
    DATELINE_CONTENT: content,
    DATELINE_DATA: data,
    LOG_LEVEL: logLevel,
  });
}

const EXAMPLES = `
Examples:
  dateline serve --dev                         serve, with /status for editors
  dateline new "Harbour market returns"        write a draft
  dateline import copy.txt --section world     import wire copy
  dateline render my-story --format newsml-g2  print a story as partners get it
  dateline check && dateline status            check before publishing
  dateline key create "our CMS" --scope write  a key for the HTTP API
  dateline archive backup friday.sqlite        a copy, while it is served

PORT, DATELINE_BASE_URL, DATELINE_CONTENT, DATELINE_DATA, DATELINE_DATABASE_URL and LOG_LEVEL configure it; flags take precedence.
Exit codes: 0 success, 1 findings, 2 invalid usage.`;

const COMMANDS: readonly Register[] = [
  serve,
  newStory,
  importFiles,
  render,
  check,
  sync,
  exportSite,
  status,
  deliveries,
  adopt,
  erase,
  formats,
  lifecycle,
  schema,
];

/** Creates the command line with all commands. */
export function program(): Command {
  const cli = new Command('dateline')
    .description('Publishes news as structured data: feeds, NewsML-G2 and pages from one folder of stories.')
    .version(RELEASE)
    .option('--content <folder>', 'the content folder (DATELINE_CONTENT, "content")')
    .option('--data <folder>', 'the folder with the archive (DATELINE_DATA, "data")')
    .option('--base-url <url>', 'prefix of every absolute address (DATELINE_BASE_URL)')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(dateline --help lists all commands)')
    .exitOverride();
  // Options of the command that runs, such as --port of serve, are flags of the configuration too.
  const configuration = () => configurationOf({ ...cli.opts(), ...running?.opts() });
  let running: Command | undefined;
  cli.hook('preAction', (_, command) => {
    running = command;
  });
  for (const register of COMMANDS) register(cli, configuration);
  const archive = cli.command('archive').description('move or copy the archive');
  for (const register of [archiveMove, archiveBackup]) register(archive, configuration);
  const key = cli.command('key').description('keys of the HTTP API');
  for (const register of [keyCreate, keyList, keyRevoke]) register(key, configuration);
  return cli;
}

/** Runs a command line as the only work of this process. */
export async function run(argv: readonly string[]): Promise<void> {
  // `dateline formats | head`: the reader has closed the pipe.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(EXIT.ok));
  await execute(argv);
}

/** Executes a command, sets the exit code, and reports an error in one line, never with a stack trace. */
export async function execute(argv: readonly string[]): Promise<void> {
  try {
    await program().parseAsync(argv);
  } catch (error) {
    process.exitCode = EXIT.usage;
    if (error instanceof SettingsError) {
      for (const finding of error.findings) printProgress(findingLine(finding));
    } else if (isSentence(error)) printProgress(error.message);
    else if (isCommanderExit(error)) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    else if (isSystemError(error)) printProgress(systemSentence(error));
    else if (isDatabaseError(error)) printProgress(`The archive cannot be used: ${error.message}.`);
    else {
      printProgress(`Dateline failed: ${error instanceof Error ? error.message : String(error)}. Please report it.`);
      if (process.env.LOG_LEVEL === 'debug') throw error;
    }
  }
}

/** Errors whose message is sufficient. */
function isSentence(error: unknown): error is Error {
  const kinds = [ConfigurationError, ForeignArchiveError, ArchiveInUseError, NewerArchiveError, MoveError];
  return kinds.some((kind) => error instanceof kind);
}

function isCommanderExit(error: unknown): error is { exitCode: number } {
  return error instanceof Error && error.name === 'CommanderError' && 'exitCode' in error;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** True for operational errors: those of SQLite have `errcode`, those of PostgreSQL `severity`. */
function isDatabaseError(error: unknown): error is Error {
  return error instanceof Error && ('errcode' in error || 'severity' in error);
}

function systemSentence({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'The port is in use by another program: choose another one with PORT or --port.';
  if (code === 'EACCES') return `Permission is missing: ${message}.`;
  if (code === 'EEXIST') return `The file exists already: ${message}.`;
  if (code === 'ECONNREFUSED') return `The database is unreachable: ${message}.`;
  return `The operating system refused: ${message}.`;
}
