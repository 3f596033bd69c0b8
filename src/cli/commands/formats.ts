import { ALL_FORMATS } from '../../formats/index.ts';
import type { Register } from '../command.ts';
import { print, table } from '../print.ts';

/** `dateline formats`: prints the formats with their losses. */
export const register: Register = (cli) => {
  cli.action(present);
};

function present(): void {
  const rows = ALL_FORMATS.map(({ id, name, extension, mediaType }) => [id, name, extension, mediaType]);
  for (const line of table([['id', 'format', 'address', 'media type'], ...rows])) print(line);
  for (const { name, losses } of ALL_FORMATS) {
    print(`\n${name} cannot express:`);
    for (const { field, because } of losses) print(`  ${field}: ${because}`);
  }
}
