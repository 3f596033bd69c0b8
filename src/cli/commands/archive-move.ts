import type { Configuration } from '../../app/configuration.ts';
import { ArchiveInUseError } from '../../archive/archive-errors.ts';
import { holdForServing, locationName, locationOf } from '../../archive/location.ts';
import { type Move, moveArchive } from '../../archive/move.ts';
import type { Register } from '../command.ts';
import { EXIT, print, printProgress, table } from '../print.ts';
import { requireArchive, withArchive } from '../stores.ts';
import { isServed } from '../sync-folder.ts';

/** `dateline archive move`: copies the archive into another, empty one. */
export const register: Register = (archive, configuration) => {
  archive
    .requiredOption('--to <address>', 'postgres://user:password@host/database, or a file of SQLite')
    .action(async ({ to }: { to: string }) => {
      const source = requireArchive(configuration());
      const target = locationOf(to);
      await refuseServed(source);
      const { archive: from } = source;
      const move = await moveArchive(from, target, ({ name, rows }) => printProgress(`  ${name}: ${rows}`));
      present(move, to);
    });
};

/** @throws ArchiveInUseError while a server writes to the archive: changes made meanwhile would be missing */
async function refuseServed(configuration: Configuration): Promise<void> {
  holdForServing(configuration.archive).release();
  if (!(await withArchive(configuration, isServed))) return;
  throw new ArchiveInUseError('A server uses the archive: stop it before you move.');
}

function present({ tables, changedMeanwhile }: Move, to: string): void {
  const rows = tables.map(({ name, rows: count, hash }) => [name, String(count), hash.slice(0, 16)]);
  for (const line of table([['table', 'rows', 'SHA-256 of both, equal'], ...rows])) print(line);
  if (changedMeanwhile > 0) {
    process.exitCode = EXIT.found;
    printProgress(
      `${changedMeanwhile} changes were stored meanwhile: stop the server, and move into an empty archive again.`,
    );
    return;
  }
  const name = locationName(locationOf(to));
  printProgress(`All data is at ${name} now: set DATELINE_DATABASE_URL or DATELINE_DATA to it.`);
}
