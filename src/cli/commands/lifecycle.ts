import { lifeCycleTable, markdownTable } from '../../app/life-cycle-table.ts';
import type { Register } from '../command.ts';
import { print, table } from '../print.ts';

/** `dateline lifecycle`: prints what each change looks like in each output. */
export const register: Register = (cli) => {
  cli
    .option('--markdown', 'as a table in Markdown', false)
    .action(async ({ markdown }: { markdown: boolean }) => present(await lifeCycleTable(), markdown));
};

function present(rows: readonly (readonly string[])[], markdown: boolean): void {
  for (const line of markdown ? [markdownTable(rows)] : table(rows)) print(line);
}
