import { Command } from 'commander';
import type { Configuration } from '../app/configuration.ts';
import { RELEASE } from '../app/release.ts';
import type { Finding } from '../text/finding.ts';
import { COMMANDS, type CommandEntry, GROUPS } from './commands.ts';
import { EXIT, findingLine, printProgress } from './print.ts';

interface Flags {
  readonly port?: string;
  readonly baseUrl?: string;
  readonly content?: string;
  readonly data?: string;
  readonly logLevel?: string;
}

const EXAMPLES = `
Examples:
  dateline serve --dev                         serve, with /status for editors
  dateline new "Harbour market returns"        write a draft
  dateline import copy.txt --section world     import wire copy
  dateline render my-story --format newsml-g2  print a story as partners get it
  dateline check && dateline status            check before publishing
  dateline key create "our CMS" --scope write  a key for the HTTP API
  dateline partner preview acme                what a partner would get, and why
  dateline archive backup friday.sqlite        a copy, while it is served

PORT, DATELINE_BASE_URL, DATELINE_CONTENT, DATELINE_DATA, DATELINE_DATABASE_URL, DATELINE_CACHE_TAGS, DATELINE_SECRET,
DATELINE_ALLOW_OUTBOUND, DATELINE_SMTP_URL, DATELINE_MAIL_FROM and LOG_LEVEL configure it; flags take precedence.
Exit codes: 0 success, 1 findings, 2 invalid usage.`;

/**
 * Creates the command line. Only the called commands are loaded with what they need: the others are names in the help.
 * @param words of the call; all commands are loaded if absent
 */
export async function program(words?: readonly string[]): Promise<Command> {
  const cli = new Command('dateline')
    .description('Publishes news as structured data: feeds, NewsML-G2 and pages from one folder of stories.')
    .version(RELEASE)
    .option('--content <folder>', 'the content folder (DATELINE_CONTENT, "content")')
    .option('--data <folder>', 'the folder with the archive (DATELINE_DATA, "data")')
    .option('--base-url <url>', 'prefix of every absolute address (DATELINE_BASE_URL)')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(dateline --help lists all commands)')
    .exitOverride();
  const configuration = await configurationOf(cli);
  const add = async (to: Command, { name, description, load }: CommandEntry): Promise<void> => {
    const command = to.command(name).description(description);
    if (words === undefined || words.includes(name)) (await load()).register(command, configuration);
  };
  for (const entry of COMMANDS) await add(cli, entry);
  for (const { name, description, commands } of GROUPS) {
    const group = cli.command(name).description(description);
    for (const entry of commands) await add(group, entry);
  }
  return cli;
}

/** Returns the configuration of the call, which is read when a command asks for it. */
async function configurationOf(cli: Command): Promise<() => Configuration> {
  // Options of the command that runs, such as --port of serve, are flags of the configuration too.
  let running: Command | undefined;
  let read: ((flags: Flags) => Configuration) | undefined;
  cli.hook('preAction', async (_, command) => {
    running = command;
    const { readConfiguration } = await import('../app/configuration.ts');
    read = ({ port, baseUrl, content, data, logLevel }) =>
      readConfiguration(process.env, {
        PORT: port,
        DATELINE_BASE_URL: baseUrl,
        DATELINE_CONTENT: content,
        DATELINE_DATA: data,
        LOG_LEVEL: logLevel,
      });
  });
  return () => {
    if (read === undefined) throw new Error('The configuration is read by a running command alone.');
    return read({ ...cli.opts(), ...running?.opts() });
  };
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
    await (await program(argv.slice(2))).parseAsync(argv);
  } catch (error) {
    process.exitCode = EXIT.usage;
    if (hasFindings(error)) {
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

/** Names of errors whose message is sufficient; their classes would load most of the program. */
const SENTENCES: ReadonlySet<string> = new Set([
  'ConfigurationError',
  'ForeignArchiveError',
  'ArchiveInUseError',
  'NewerArchiveError',
  'MoveError',
  'LocationError',
  'ArchiveBusyError',
  'SecretFileError',
]);

function isSentence(error: unknown): error is Error {
  return error instanceof Error && SENTENCES.has(error.name);
}

/** True for invalid settings. */
function hasFindings(error: unknown): error is Error & { readonly findings: readonly Finding[] } {
  return error instanceof Error && error.name === 'SettingsError' && 'findings' in error;
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
