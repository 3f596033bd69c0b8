import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { Command } from 'commander';
import { type Configuration, ConfigurationError, requireFolder } from '../../app/configuration.ts';
import { type FileReport, reportOfRecord } from '../../content-folder/file-report.ts';
import type { Format } from '../../formats/format.ts';
import { FORMATS, formatOf } from '../../formats/index.ts';
import { publicationOf } from '../../main.ts';
import type { SchemaChecks } from '../../preflight/check-stories.ts';
import { referenceFolder } from '../../preflight/reference.ts';
import { AUDIENCES, type AudienceName, isAudience } from '../../preflight/search/index.ts';
import { newsmlG2Schema } from '../../preflight/wire/newsml-g2-schema.ts';
import { hasNinjsSchema, ninjsSchema } from '../../preflight/wire/ninjs-schema.ts';
import { hasErrors } from '../../text/finding.ts';
import { check, checkFeed } from '../commands/check.ts';
import { checkDocument, isDocument } from '../commands/check-document.ts';
import { checkPages } from '../commands/check-pages.ts';
import { importWireFile, isWireFile } from '../commands/deliver.ts';
import { exportTo } from '../commands/export.ts';
import { importFile } from '../commands/import.ts';
import { knownSection, newStory } from '../commands/new.ts';
import { render } from '../commands/render.ts';
import { isServed, sync } from '../commands/sync.ts';
import { EXIT, findingLine, print, printProgress, table } from '../print.ts';
import { hasArchive, now, withArchive, withDryRun } from '../stores.ts';

/** Commands for the stories of the content folder. */
export function contentCommands(cli: Command, configuration: () => Configuration): void {
  cli
    .command('new')
    .description('write a draft with an id of its own')
    .argument('<headline>', 'the headline, in quotes')
    .option('--section <key>', 'a section of publication.yaml (the first one)')
    .action(async (headline: string, own: { section?: string }) => {
      const { content } = configuration();
      requireFolder(content);
      print(relative(process.cwd(), await newStory(content, await publicationOf(content), { headline, ...own })));
    });

  cli
    .command('import')
    .description(
      'take in what others sent: wire copy becomes a content file; NewsML-G2, ninjs, NITF, RSS, Atom go into the archive',
    )
    .argument('<files...>', 'plain text, .xml, ninjs as .json, or .json as `dateline schema` describes it')
    .option('--section <key>', 'a section of publication.yaml (the first one)')
    .option('--language <tag>', "the language of the copy (the publication's own)")
    .option('--draft', 'do not publish it yet', false)
    .action(async (files: string[], own: { section?: string; language?: string; draft: boolean }) => {
      for (const file of files) await importOne(configuration(), file, own);
    });

  cli
    .command('render')
    .description('print a story in one format')
    .argument('<story>', 'its slug or its file')
    .requiredOption('--format <id>', `html, ${FORMATS.map(({ id }) => id).join(', ')}`)
    .option('--profile <id>', `of newsml-g2 or ninjs: ${profileIds().join(', ')}`)
    .option('--feed', 'the feed of this name instead of a story, such as all or section/world', false)
    .action(async (story: string, own: { format: string; profile?: string; feed: boolean }) => {
      process.stdout.write(await render(configuration(), { story, ...own }, now()));
    });

  cli
    .command('check')
    .description("check stories, and what each format's rules and schema say of them")
    .argument(
      '[files...]',
      'files of the content folder (all of them), or documents of NewsML-G2, ninjs, RSS or Atom anywhere',
    )
    .option('--strict', 'warnings count as errors do', false)
    .option('--profile <id>', `what a receiver of RSS asks for: ${RSS_RECEIVERS.join(', ')}`)
    .option('--for <audiences>', `what readers of pages would find: ${Object.keys(AUDIENCES).join(',')}`)
    .action(async (files: string[], own: { strict: boolean; profile?: string; for?: string }) => {
      const { strict, profile: id } = own;
      const audiences = own.for === undefined ? [] : audiencesIn(own.for);
      const profile = id === undefined ? undefined : receiver(id);
      const reference = referenceFolder(process.env);
      const schemas = schemasIn(reference);
      const { content } = configuration();
      const documents = files.filter((file) => isDocument(file, content));
      const stories = files.filter((file) => !documents.includes(file));
      if (profile !== undefined && stories.length > 0)
        throw new ConfigurationError('A receiver has rules for feeds: name no story with --profile.');
      const inFolder =
        documents.length > 0 && stories.length === 0
          ? { files: 0, findings: [] }
          : await withDryRun(
              configuration(),
              async (dryRun) => {
                if (profile !== undefined && stories.length === 0)
                  return { files: 1, findings: await checkFeed(dryRun, profile, now()) };
                if (audiences.length > 0) return checkPages(dryRun, stories, { audiences, instant: now() });
                return check(dryRun, stories, { schemas, instant: now() });
              },
              { publishesDrafts: true },
            );
      const findings = [...inFolder.findings, ...documents.flatMap((file) => checkDocument(file, schemas, profile))];
      const looked = inFolder.files + documents.length;
      for (const finding of findings) print(findingLine(finding));
      const errors = findings.filter(({ severity }) => severity === 'error').length;
      printProgress(`${looked} files, ${errors} errors, ${findings.length - errors} warnings`);
      if (reference === undefined)
        printProgress('NewsML-G2 and ninjs were not checked against their schemas: `npm run reference` fetches them.');
      if (hasErrors(findings) || (strict && findings.length > 0)) process.exitCode = EXIT.found;
    });

  cli
    .command('sync')
    .description('take the content folder into the archive once, where no server does')
    .option('--confirm', 'withhold the stories of all files that are missing', false)
    .action(async (own: { confirm: boolean }) => printReports(await sync(configuration(), own)));

  cli
    .command('export')
    .description(
      'write every page, feed and document as static files; `current` in the folder always names a whole one',
    )
    .argument('<folder>', 'which is made if it is not there')
    .action(async (folder: string) => {
      await takeIn(configuration());
      const done = await withArchive(configuration(), (store, publication) =>
        exportTo(folder, { store, publication, configuration: configuration() }, now()),
      );
      print(done.folder);
      printProgress(
        `${done.written} files written, ${done.cached} the same as before, ${done.removed} no longer there`,
      );
      for (const path of done.leftOut) printProgress(`left out: ${path} has a longer name than a file can have`);
    });

  cli
    .command('status')
    .description('print what became of each file of the content folder')
    .action(async () => printReports(await statusOf(configuration())));
}

function schemasIn(reference: string | undefined): SchemaChecks {
  if (reference === undefined) return {};
  return {
    'newsml-g2': newsmlG2Schema(reference),
    ...(hasNinjsSchema(reference) ? { ninjs: ninjsSchema(reference) } : {}),
  };
}

function profileIds(): string[] {
  return FORMATS.flatMap(({ profile, profiles = [] }) => [profile, ...profiles.map((one) => one.profile)]).filter(
    (id) => id !== undefined,
  );
}

/** @throws ConfigurationError for an unknown receiver, listing the existing ones */
function receiver(id: string): Format {
  const format = formatOf('rss', id);
  if (format !== undefined) return format;
  throw new ConfigurationError(`There is no profile "${id}"; there are: ${RSS_RECEIVERS.join(', ')}.`);
}

/** @throws ConfigurationError for an unknown audience, listing the existing ones */
function audiencesIn(names: string): AudienceName[] {
  const asked = names.split(',').map((name) => name.trim());
  const known = asked.filter(isAudience);
  if (known.length === asked.length) return known;
  throw new ConfigurationError(`--for is one or more of ${Object.keys(AUDIENCES).join(',')}.`);
}

const RSS_RECEIVERS = (formatOf('rss')?.profiles ?? []).flatMap(({ profile }) => profile ?? []);

/** Reads the content folder into the archive first, unless a server does so. */
async function takeIn(configuration: Configuration): Promise<void> {
  const served = await withArchive(configuration, (store) => isServed(store, now()));
  if (served) return;
  const refused = (await sync(configuration, { confirm: false })).filter(({ state }) => state === 'refused');
  if (refused.length > 0)
    printProgress(`${refused.length} files of the content folder are refused: see \`dateline status\`.`);
}

/** Returns the server's reports if one is running; otherwise those of a dry run. */
async function statusOf(configuration: Configuration): Promise<readonly FileReport[]> {
  const stored = hasArchive(configuration)
    ? await withArchive(configuration, async (store) => ({
        isServed: await isServed(store, now()),
        reports: (await store.files.all()).map(reportOfRecord),
      }))
    : { isServed: false, reports: [] };
  if (stored.isServed) return stored.reports;
  const reports = await withDryRun(configuration, async ({ folder }) => folder.reports);
  const gone = stored.reports.filter(
    ({ state, file }) => state === 'missing' && !reports.some((one) => one.file === file),
  );
  return [...reports, ...gone];
}

function printReports(reports: readonly FileReport[]): void {
  for (const line of table(reports.map(({ state, file }) => [state, file]))) print(line);
  for (const finding of reports.flatMap(({ findings }) => findings)) {
    if (finding.severity === 'error') print(findingLine(finding));
  }
  if (reports.some(({ state }) => state === 'refused' || state === 'missing')) process.exitCode = EXIT.found;
}

async function importOne(
  configuration: Configuration,
  file: string,
  own: { section?: string; language?: string; draft: boolean },
): Promise<void> {
  if (existsSync(file) && (await isWireFile(file))) return importWire(configuration, file, own);
  const imported = await withDryRun(configuration, (dryRun) =>
    importFile(file, { content: configuration.content, dryRun, now: now() }, own),
  );
  if ('problems' in imported) {
    process.exitCode = EXIT.found;
    for (const finding of imported.problems) print(findingLine(finding));
    return;
  }
  print(imported.path);
  for (const sentence of imported.understood) printProgress(`  understood: ${sentence}`);
  for (const sentence of imported.guessed) printProgress(`  guessed:    ${sentence}`);
}

async function importWire(
  configuration: Configuration,
  file: string,
  { draft, ...own }: { section?: string; language?: string; draft: boolean },
): Promise<void> {
  if (draft) throw new ConfigurationError('What an agency sent is published as it says: leave --draft out.');
  const { lines, findings } = await withArchive(configuration, (store, publication) => {
    if (own.section !== undefined) knownSection(publication, own.section);
    return importWireFile(file, { store, publication }, { ...own, now: now() });
  });
  for (const line of lines) print(line);
  for (const finding of findings) (finding.severity === 'error' ? print : printProgress)(findingLine(finding));
  if (hasErrors(findings)) process.exitCode = EXIT.found;
}
