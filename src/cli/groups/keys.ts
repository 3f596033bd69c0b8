import type { Command } from 'commander';
import { type Configuration, ConfigurationError } from '../../app/configuration.ts';
import { SCOPES, type Scope } from '../../archive/keys.ts';
import { cleanLine } from '../../text/clean.ts';
import { parseInstant } from '../../text/instant.ts';
import { EXIT, print, printProgress, table } from '../print.ts';
import { now, withArchive } from '../stores.ts';

/** Commands for the keys of the HTTP API. */
export function keyCommands(cli: Command, configuration: () => Configuration): void {
  const key = cli.command('key').description('keys of the HTTP API');

  key
    .command('create')
    .description('make a key, and print its token this once')
    .argument('<name>', 'whom it is for; stands in the change log')
    .option('--scope <scope...>', `${SCOPES.join(', ')} (several are possible)`, ['read'])
    .option('--expires <moment>', 'when it ends, such as 2027-01-01T00:00:00Z')
    .action(async (given: string, { scope, expires }: { scope: string[]; expires?: string }) => {
      const unknown = scope.filter((wanted) => !(SCOPES as readonly string[]).includes(wanted));
      if (unknown.length > 0)
        throw new ConfigurationError(`There is no scope ${unknown.join(', ')}; there are: ${SCOPES.join(', ')}.`);
      const expiresAt = expires === undefined ? undefined : parseInstant(expires);
      if (expires !== undefined && expiresAt === undefined)
        throw new ConfigurationError('--expires is no moment such as 2027-01-01T00:00:00Z.');
      if (expiresAt !== undefined && expiresAt <= now()) throw new ConfigurationError('--expires is over already.');
      const name = cleanLine(given).slice(0, 200);
      if (name === '') throw new ConfigurationError('The name is empty.');
      await withArchive(configuration(), async (store) => {
        const made = await store.keys.create(
          { name, scopes: scope as Scope[], ...(expiresAt && { expiresAt }) },
          now(),
        );
        print(made.token);
        printProgress(
          `Key ${made.key.id} for "${name}" with ${scope.join(', ')}. The token is shown only now; the archive keeps its hash.`,
        );
      });
    });

  key
    .command('list')
    .description('print all keys, without their tokens')
    .action(async () => {
      await withArchive(configuration(), async (store) => {
        const rows = (await store.keys.list()).map((row) => [
          row.id,
          row.name,
          row.scopes.join(' '),
          row.lastUsedAt ?? 'never',
          row.revokedAt === undefined ? (row.expiresAt ?? '') : `revoked ${row.revokedAt}`,
        ]);
        for (const line of table([['id', 'name', 'scopes', 'last used', 'ends'], ...rows])) print(line);
      });
    });

  key
    .command('revoke')
    .description('end a key at once')
    .argument('<id>', 'as `dateline key list` prints it')
    .action(async (id: string) => {
      await withArchive(configuration(), async (store) => {
        if (await store.keys.revoke(id, now())) return print(`Key ${id} is revoked.`);
        process.exitCode = EXIT.found;
        printProgress(`There is no key ${id} that could be revoked.`);
      });
    });
}
