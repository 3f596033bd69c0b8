import { existsSync } from 'node:fs';
import { Option } from 'commander';
import { type Configuration, ConfigurationError } from '../../app/configuration.ts';
import { hasErrors } from '../../text/finding.ts';
import type { Register } from '../command.ts';
import { withDryRun } from '../dry-run.ts';
import { type Imported, importFile } from '../imports/import-story.ts';
import { importWireFile, isWireFile, type ReceivedFile } from '../imports/import-wire.ts';
import { knownSection } from '../new-story.ts';
import { EXIT, findingLine, print, printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

interface Options {
  readonly section?: string;
  readonly language?: string;
  readonly draft: boolean;
  readonly publish: boolean;
  readonly provider?: string;
  readonly idFrom?: 'filename';
}

/** `dateline import`: turns wire copy into content files, and stores wire documents in the archive. */
export const register: Register = (cli, configuration) => {
  cli
    .argument('<files...>', 'plain copy, documents of agencies, or stories as `dateline schema` describes them')
    .option('--section <key>', 'a section of publication.yaml (the first one)')
    .option('--language <tag>', "the language of the copy (the publication's)")
    .option('--publish', 'publish plain copy, and items without a date, at once', false)
    .option('--provider <name>', 'the provider of documents that name none')
    .addOption(new Option('--id-from <source>', 'the id of items that have none').choices(['filename']))
    .option('--draft', 'write plain copy as a draft, as without --publish', false)
    .action(async (files: string[], options: Options) => {
      for (const file of files) await importOne(configuration(), file, options);
    });
};

async function importOne(configuration: Configuration, file: string, options: Options): Promise<void> {
  if (options.draft && options.publish)
    throw new ConfigurationError('--draft and --publish exclude each other: name one.');
  if (existsSync(file) && (await isWireFile(file))) {
    return presentReceived(await importWire(configuration, file, options));
  }
  const imported = await withDryRun(configuration, (dryRun) =>
    importFile(file, { content: configuration.content, dryRun, now: now() }, options),
  );
  presentImported(imported);
}

function importWire(
  configuration: Configuration,
  file: string,
  { draft, publish, ...options }: Options,
): Promise<ReceivedFile> {
  if (draft) throw new ConfigurationError('Wire documents are published as they state: leave --draft out.');
  return withArchive(configuration, (store, publication) => {
    if (options.section !== undefined) knownSection(publication, options.section);
    const target = { store, publication, content: configuration.content };
    return importWireFile(file, target, { ...options, publishes: publish, now: now() });
  });
}

function presentReceived({ lines, findings }: ReceivedFile): void {
  for (const line of lines) print(line);
  for (const finding of findings) (finding.severity === 'error' ? print : printProgress)(findingLine(finding));
  if (hasErrors(findings)) process.exitCode = EXIT.found;
}

function presentImported(imported: Imported): void {
  if ('problems' in imported) {
    process.exitCode = EXIT.found;
    for (const finding of imported.problems) print(findingLine(finding));
    return;
  }
  print(imported.path);
  if (imported.state !== undefined) printProgress(`  state:      ${imported.state}`);
  for (const sentence of imported.understood) printProgress(`  understood: ${sentence}`);
  for (const sentence of imported.guessed) printProgress(`  guessed:    ${sentence}`);
}
