import type { Command } from 'commander';
import { submissionJsonSchema } from '../../article/submission.ts';
import { ALL_FORMATS } from '../../formats/index.ts';
import { publicationJsonSchema } from '../../publication/publication.ts';
import { lifecycleTable, markdownTable } from '../commands/lifecycle.ts';
import { print, table } from '../print.ts';

/** Commands that describe Dateline without reading stories. */
export function formatCommands(cli: Command): void {
  cli
    .command('formats')
    .description('print the formats, and what each of them cannot express')
    .action(() => {
      const rows = ALL_FORMATS.map(({ id, name, extension, mediaType }) => [id, name, extension, mediaType]);
      for (const line of table([['id', 'format', 'address', 'media type'], ...rows])) print(line);
      for (const { name, losses } of ALL_FORMATS) {
        print(`\n${name} cannot express:`);
        for (const { field, because } of losses) print(`  ${field}: ${because}`);
      }
    });

  cli
    .command('lifecycle')
    .description('print what each change of a story looks like in each output')
    .option('--markdown', 'as a table in Markdown', false)
    .action(async ({ markdown }: { markdown: boolean }) => {
      const rows = await lifecycleTable();
      if (markdown) print(markdownTable(rows));
      else for (const line of table(rows)) print(line);
    });

  cli
    .command('schema')
    .description('print the JSON Schema of a story, or of publication.yaml')
    .option('--publication', 'that of publication.yaml', false)
    .action(({ publication }: { publication: boolean }) => {
      print(JSON.stringify(publication ? publicationJsonSchema() : submissionJsonSchema(), null, 2));
    });
}
