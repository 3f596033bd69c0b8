import { relative } from 'node:path';
import { Command } from 'commander';
import { submissionJsonSchema } from '../article/submission.ts';
import { FORMATS } from '../formats/index.ts';
import { readSettings } from '../hotfolder/settings.ts';
import { openNewsroom, RELEASE, UnusableSettings } from '../main.ts';
import { referenceFolder } from '../preflight/reference.ts';
import { newsmlG2Schema } from '../preflight/wire/newsml-g2-schema.ts';
import { publicationJsonSchema } from '../publication/publication.ts';
import { hasErrors } from '../text/finding.ts';
import { fromMilliseconds } from '../text/instant.ts';
import { check } from './commands/check.ts';
import { importFile } from './commands/import.ts';
import { newStory } from './commands/new.ts';
import { render } from './commands/render.ts';
import { serveCommand } from './commands/serve.ts';
import { ConfigurationError, readConfiguration, requireFolder } from './configuration.ts';
import { EXIT, findingLine, print, table, tell } from './print.ts';

interface Flags {
  readonly port?: string;
  readonly baseUrl?: string;
  readonly content?: string;
  readonly logLevel?: string;
}

function configurationOf({ port, baseUrl, content, logLevel }: Flags) {
  const flags = { PORT: port, DATELINE_BASE_URL: baseUrl, DATELINE_CONTENT: content, LOG_LEVEL: logLevel };
  return readConfiguration(process.env, flags);
}

const now = () => fromMilliseconds(Date.now());

async function open(flags: Flags) {
  const configuration = configurationOf(flags);
  requireFolder(configuration.content);
  // Only a server writes into the folder that it reads.
  return openNewsroom(configuration, { clock: Date.now, writeIds: false });
}

async function settingsOf(content: string) {
  requireFolder(content);
  const settings = await readSettings(content);
  if ('problems' in settings) throw new UnusableSettings(settings.problems);
  return settings.publication;
}

const EXAMPLES = `
Examples:
  dateline serve --dev                         serve, with /status for the editors
  dateline new "Harbour market returns"        begin a story
  dateline import copy.txt --section world     take in what an agency sent
  dateline render my-story --format newsml-g2  see what a partner gets
  dateline check && dateline status            before the morning conference

PORT, DATELINE_BASE_URL, DATELINE_CONTENT and LOG_LEVEL configure it; flags win.
Exit codes: 0 all is well, 1 something was found, 2 the call makes no sense.`;

/** Every command of the command line. */
export function program(): Command {
  const cli = new Command('dateline')
    .description('Publishes news as structured data: feeds, NewsML-G2 and pages from one folder of stories.')
    .version(RELEASE)
    .option('--content <folder>', 'the content folder (DATELINE_CONTENT, "content")')
    .option('--base-url <url>', 'what every absolute address begins with (DATELINE_BASE_URL)')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('(dateline --help tells more)')
    .exitOverride();
  const flags = (): Flags => cli.opts();

  cli
    .command('serve')
    .description('serve the content folder, and go on reading it while it changes')
    .option('--port <number>', 'the port to listen on (PORT, 3000; 0 for any)')
    .option('--log-level <level>', 'trace, debug, info, warn, error, fatal or silent (LOG_LEVEL, info)')
    .option('--dev', 'show at /status which files are refused and why', false)
    .action((own: Flags & { dev: boolean }) => serveCommand(configurationOf({ ...flags(), ...own }), own));

  cli
    .command('new')
    .description('write a draft with an id of its own')
    .argument('<headline>', 'the headline, in quotes')
    .option('--section <key>', 'a section of publication.yaml (the first one)')
    .action(async (headline: string, own: { section?: string }) => {
      const { content } = configurationOf(flags());
      print(relative(process.cwd(), await newStory(content, await settingsOf(content), { headline, ...own })));
    });

  cli
    .command('import')
    .description('turn wire copy or canonical JSON into content files')
    .argument('<files...>', 'plain text as an agency sends it, or .json as `dateline schema` describes it')
    .option('--section <key>', 'a section of publication.yaml (the first one)')
    .option('--language <tag>', "the language of the copy (the publication's own)")
    .option('--draft', 'do not publish it yet', false)
    .action(async (files: string[], own: { section?: string; language?: string; draft: boolean }) => {
      const { content } = configurationOf(flags());
      for (const file of files) {
        const imported = await importFile(file, { content, newsroom: await open(flags()), now: now() }, own);
        if ('problems' in imported) {
          process.exitCode = EXIT.found;
          for (const finding of imported.problems) print(findingLine(finding));
          continue;
        }
        print(imported.path);
        for (const sentence of imported.understood) tell(`  understood: ${sentence}`);
        for (const sentence of imported.guessed) tell(`  guessed:    ${sentence}`);
      }
    });

  cli
    .command('render')
    .description('print a story in one format')
    .argument('<story>', 'its slug or its file')
    .requiredOption('--format <id>', `html, ${FORMATS.map(({ id }) => id).join(', ')}`)
    .action(async (story: string, { format }: { format: string }) => {
      process.stdout.write(await render(await open(flags()), story, format, now()));
    });

  cli
    .command('check')
    .description("check stories, and what each format's rules and schema say of them")
    .argument('[files...]', 'files of the content folder (all of them)')
    .action(async (files: string[]) => {
      const reference = referenceFolder(process.env);
      const schemas = reference === undefined ? {} : { 'newsml-g2': newsmlG2Schema(reference) };
      const { files: looked, findings } = await check(await open(flags()), files, { schemas, instant: now() });
      for (const finding of findings) print(findingLine(finding));
      const errors = findings.filter(({ severity }) => severity === 'error').length;
      tell(`${looked} files, ${errors} errors, ${findings.length - errors} warnings`);
      if (reference === undefined)
        tell('NewsML-G2 was not checked against its schema: `npm run reference` fetches it.');
      if (hasErrors(findings)) process.exitCode = EXIT.found;
    });

  cli
    .command('formats')
    .description('print the formats, and what each of them cannot express')
    .action(() => {
      const rows = FORMATS.map(({ id, name, extension, mediaType }) => [id, name, extension, mediaType]);
      for (const line of table([['id', 'format', 'address', 'media type'], ...rows])) print(line);
      for (const { name, losses } of FORMATS) {
        print(`\n${name} cannot express:`);
        for (const { field, because } of losses) print(`  ${field}: ${because}`);
      }
    });

  cli
    .command('schema')
    .description('print the JSON Schema of a story, or of publication.yaml')
    .option('--publication', 'that of publication.yaml', false)
    .action(({ publication }: { publication: boolean }) => {
      print(JSON.stringify(publication ? publicationJsonSchema() : submissionJsonSchema(), null, 2));
    });

  cli
    .command('status')
    .description('print what became of each file of the content folder')
    .action(async () => {
      const { folder } = await open(flags());
      for (const line of table(folder.reports.map(({ state, file }) => [state, file]))) print(line);
      const refused = folder.reports.filter(({ state }) => state === 'refused');
      for (const finding of refused.flatMap(({ findings }) => findings)) print(findingLine(finding));
      if (refused.length > 0) process.exitCode = EXIT.found;
    });

  return cli;
}

/** Runs a command line; says what is wrong in one line and never shows a stack to a user. */
export async function run(argv: readonly string[]): Promise<void> {
  // `dateline formats | head`: whoever reads has seen enough.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit(EXIT.ok));
  try {
    await program().parseAsync(argv);
  } catch (error) {
    process.exitCode = EXIT.usage;
    if (error instanceof UnusableSettings) {
      for (const finding of error.findings) tell(findingLine(finding));
    } else if (error instanceof ConfigurationError) tell(error.message);
    else if (isCommanderExit(error)) process.exitCode = error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    else if (isSystemError(error)) tell(systemSentence(error));
    else {
      tell(`Dateline failed: ${error instanceof Error ? error.message : String(error)}. Please report it.`);
      if (process.env.LOG_LEVEL === 'debug') throw error;
    }
  }
}

function isCommanderExit(error: unknown): error is { exitCode: number } {
  return error instanceof Error && error.name === 'CommanderError' && 'exitCode' in error;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

function systemSentence({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'EADDRINUSE') return 'The port is taken by another program: choose another one with PORT or --port.';
  if (code === 'EACCES') return `Permission is missing: ${message}.`;
  return `The system refused: ${message}.`;
}
