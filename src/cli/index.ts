import { Command } from 'commander';
import { ConfigurationError, readConfiguration } from '../app/configuration.ts';
import { ArchiveInUseError, MoveError, NewerArchiveError } from '../archive/archive-errors.ts';
import { ForeignArchiveError, RELEASE, SettingsError } from '../main.ts';
import { serveCommand } from './commands/serve.ts';
import { archiveCommands } from './groups/archive.ts';
import { contentCommands } from './groups/content.ts';
import { formatCommands } from './groups/formats.ts';
import { keyCommands } from './groups/keys.ts';
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
  dateline serve --dev                         serve, with /status for the editors
  dateline new "Harbour market returns"        begin a story
  dateline import copy.txt --section world     take in what an agency sent
  dateline render my-story --format newsml-g2  see what a partner gets
  dateline check && dateline status            before the morning conference
  dateline key create "our CMS" --scope write  a key for the HTTP API
  dateline archive backup friday.sqlite        a copy, while it is served

PORT, DATELINE_BASE_URL, DATELINE_CONTENT, DATELINE_DATA, DATELINE_DATABASE_URL and LOG_LEVEL configure it; flags win.
Exit codes: 0 all is well, 1 something was found, 2 the call makes no sense.`;

/** Creates the command line with all commands. */
export function program(): Command {
  const cli = new Command('dateline')
    .description('Publishes news as structured data: feeds, NewsML-G2 and pages from one folder of stories.')
    .version(RELEASE)
    .option('--content <folder>', 'the content folder (DATELINE_CONTENT, "content")')
    .option('--data <folder>', 'the folder with the archive (DATELINE_DATA, "data")')
    .option('--base-url <url>', 'what every absolute address begins with (DATELINE_BASE_URL)')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(dateline --help tells more)')
    .exitOverride();
  const configuration = () => configurationOf(cli.opts());

  cli
    .command('serve')
    .description('serve the archive, and take the content folder in while it changes')
    .option('--port <number>', 'the port to listen on (PORT, 3000; 0 for any)')
    .option('--log-level <level>', 'trace, debug, info, warn, error, fatal or silent (LOG_LEVEL, info)')
    .option('--dev', 'show at /status which files are refused and why', false)
    .action((own: Flags & { dev: boolean }) => serveCommand(configurationOf({ ...cli.opts(), ...own }), own));

  contentCommands(cli, configuration);
  keyCommands(cli, configuration);
  archiveCommands(cli, configuration);
  formatCommands(cli);
  return cli;
}

/** Runs a command line; reports an error in one line, never with a stack trace. */
export async function run(argv: readonly string[]): Promise<void> {
  // `dateline formats | head`: the reader has closed the pipe.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(EXIT.ok));
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

/** SQLite's errors carry `errcode`, those of PostgreSQL a `severity`; both are operational errors. */
function isDatabaseError(error: unknown): error is Error {
  return error instanceof Error && ('errcode' in error || 'severity' in error);
}

function systemSentence({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'The port is taken by another program: choose another one with PORT or --port.';
  if (code === 'EACCES') return `Permission is missing: ${message}.`;
  if (code === 'EEXIST') return `It is there already: ${message}.`;
  if (code === 'ECONNREFUSED') return `The database does not answer: ${message}.`;
  return `The system refused: ${message}.`;
}
