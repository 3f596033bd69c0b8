import type { Command } from 'commander';
import { RESOURCES, type Resource } from '../../src/addresses/resources.ts';
import { lifeCycleTable, markdownTable } from '../../src/app/life-cycle-table.ts';
import { submissionJsonSchema } from '../../src/article/submission.ts';
import { program } from '../../src/cli/index.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { RECEIVED_FORMATS } from '../../src/intake/received-formats.ts';
import { publicationJsonSchema } from '../../src/publication/publication.ts';
import { OPERATIONS } from '../../src/server/api/operations.ts';
import { fieldTable } from './field-table.ts';
import { lintRuleTables } from './lint-rules.ts';

/** Creates the generated sections of the documentation, by name. */
export async function generatedSections(): Promise<Readonly<Record<string, string>>> {
  return {
    addresses: addressTable(Object.values(RESOURCES)),
    commands: commandTable((await program()).commands),
    formats: formatTable(),
    'life-cycle': markdownTable(await lifeCycleTable()),
    'lint-rules': lintRuleTables(),
    operations: operationTable(),
    'received-formats': receivedTable(),
    'publication-settings': fieldTable(publicationJsonSchema()),
    'story-fields': fieldTable(submissionJsonSchema()),
  };
}

/**
 * Replaces the generated sections of a page: the text between `<!-- generated: NAME -->` and `<!-- /generated -->`.
 * @throws if a page names a section that does not exist
 */
export function withSections(page: string, sections: Readonly<Record<string, string>>): string {
  return page.replaceAll(
    /(<!-- generated: ([\w-]+) -->\n)[\s\S]*?(<!-- \/generated -->)/g,
    (_, start: string, name: string, end: string) => {
      const section = sections[name];
      if (section === undefined) throw new Error(`section "${name}" does not exist`);
      return `${start}\n${section}\n\n${end}`;
    },
  );
}

function receivedTable(): string {
  const rows = RECEIVED_FORMATS.map(({ name, recognizedBy, tolerates, refuses }) => [
    name,
    recognizedBy,
    tolerates,
    refuses,
  ]);
  return markdownTable([['format', 'recognised by', 'read all the same', 'refused'], ...rows.map(escaped)]);
}

function addressTable(resources: readonly Resource[]): string {
  const rows = resources.map(({ path, aliases = [], description, audience, lifetime }) => [
    [path, ...aliases].map((one) => `\`${one}\``).join(', '),
    description,
    audience,
    lifetime === 0 ? 'none' : `${lifetime} s`,
  ]);
  return markdownTable([['address', 'content', 'readers', 'cached for'], ...rows.map(escaped)]);
}

function commandTable(commands: readonly Command[]): string {
  const rows = leavesOf(commands, 'dateline').map(({ name, command }) => [
    `\`${name} ${usageOf(command)}\``.replace(' `', '`'),
    command.description(),
    command.options.map(({ flags, description }) => `\`${flags}\` ${description}`).join('<br>'),
  ]);
  return markdownTable([['command', 'purpose', 'options'], ...rows.map(escaped)]);
}

function leavesOf(commands: readonly Command[], parent: string): { name: string; command: Command }[] {
  return commands.flatMap((command) => {
    const name = `${parent} ${command.name()}`;
    return command.commands.length === 0 ? [{ name, command }] : leavesOf(command.commands, name);
  });
}

function usageOf(command: Command): string {
  return command.registeredArguments
    .map((argument) => {
      const name = `${argument.name()}${argument.variadic ? '…' : ''}`;
      return argument.required ? name.toUpperCase() : `[${name.toUpperCase()}]`;
    })
    .join(' ');
}

function formatTable(): string {
  const rows = FORMATS.flatMap((format) => [format, ...(format.profiles ?? [])]).map(
    ({ name, extension, article, item, mediaType }) => [
      name,
      article === undefined ? '' : `\`/articles/SLUG${extension}\``,
      item === undefined ? '' : `\`/feeds/NAME${extension}\``,
      `\`${mediaType}\``,
    ],
  );
  return markdownTable([['format', 'of a story', 'of a feed', 'media type'], ...rows.map(escaped)]);
}

function operationTable(): string {
  const rows = OPERATIONS.map(({ method, path, summary, scopes }) => [
    `\`${method.toUpperCase()} /api/v1${path}\``,
    summary,
    scopes.join(', '),
  ]);
  return markdownTable([['request', 'purpose', 'one scope of'], ...rows.map(escaped)]);
}

function escaped(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.replaceAll('|', '\\|'));
}
