import { relative } from 'node:path';
import type { Command } from 'commander';
import { FORMATS } from '../../formats/index.ts';
import { type FileReport, reportOfRecord } from '../../hotfolder/file-report.ts';
import { publicationOf } from '../../main.ts';
import { referenceFolder } from '../../preflight/reference.ts';
import { newsmlG2Schema } from '../../preflight/wire/newsml-g2-schema.ts';
import { hasErrors } from '../../text/finding.ts';
import { check } from '../commands/check.ts';
import { importFile } from '../commands/import.ts';
import { newStory } from '../commands/new.ts';
import { render } from '../commands/render.ts';
import { isServed, sync } from '../commands/sync.ts';
import { type Configuration, requireFolder } from '../configuration.ts';
import { EXIT, findingLine, print, table, tell } from '../print.ts';
import { hasArchive, now, withArchive, withRehearsal } from '../stores.ts';

/** Commands about the stories of the content folder. */
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
    .description('turn wire copy or canonical JSON into content files')
    .argument('<files...>', 'plain text as an agency sends it, or .json as `dateline schema` describes it')
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
    .action(async (story: string, { format }: { format: string }) => {
      process.stdout.write(await render(configuration(), { story, format }, now()));
    });

  cli
    .command('check')
    .description("check stories, and what each format's rules and schema say of them")
    .argument('[files...]', 'files of the content folder (all of them)')
    .action(async (files: string[]) => {
      const reference = referenceFolder(process.env);
      const schemas = reference === undefined ? {} : { 'newsml-g2': newsmlG2Schema(reference) };
      const { files: looked, findings } = await withRehearsal(configuration(), (rehearsal) =>
        check(rehearsal, files, { schemas, instant: now() }),
      );
      for (const finding of findings) print(findingLine(finding));
      const errors = findings.filter(({ severity }) => severity === 'error').length;
      tell(`${looked} files, ${errors} errors, ${findings.length - errors} warnings`);
      if (reference === undefined)
        tell('NewsML-G2 was not checked against its schema: `npm run reference` fetches it.');
      if (hasErrors(findings)) process.exitCode = EXIT.found;
    });

  cli
    .command('sync')
    .description('take the content folder into the archive once, where no server does')
    .option('--confirm', 'withhold the stories of all files that are missing', false)
    .action(async (own: { confirm: boolean }) => printReports(await sync(configuration(), own)));

  cli
    .command('status')
    .description('print what became of each file of the content folder')
    .action(async () => printReports(await statusOf(configuration())));
}

/** What the server decided, where one is running; otherwise what it would decide now. */
async function statusOf(configuration: Configuration): Promise<readonly FileReport[]> {
  const stored = hasArchive(configuration)
    ? await withArchive(configuration, async (store) => ({
        isServed: await isServed(store, now()),
        reports: (await store.files.all()).map(reportOfRecord),
      }))
    : { isServed: false, reports: [] };
  if (stored.isServed) return stored.reports;
  const reports = await withRehearsal(configuration, async ({ folder }) => folder.reports);
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
  const imported = await withRehearsal(configuration, (rehearsal) =>
    importFile(file, { content: configuration.content, rehearsal, now: now() }, own),
  );
  if ('problems' in imported) {
    process.exitCode = EXIT.found;
    for (const finding of imported.problems) print(findingLine(finding));
    return;
  }
  print(imported.path);
  for (const sentence of imported.understood) tell(`  understood: ${sentence}`);
  for (const sentence of imported.guessed) tell(`  guessed:    ${sentence}`);
}
