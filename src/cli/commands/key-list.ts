import type { ApiKey } from '../../archive/keys.ts';
import type { Register } from '../command.ts';
import { print, table } from '../print.ts';
import { withArchiveAlone } from '../stores.ts';

/** `dateline key list`: prints the keys of the HTTP API. */
export const register: Register = (key, configuration) => {
  key.action(async () => present(await withArchiveAlone(configuration(), ({ keys }) => keys.list())));
};

function present(keys: readonly ApiKey[]): void {
  const rows = keys.map(({ id, name, scopes, lastUsedAt = 'never', revokedAt, expiresAt = '' }) => [
    id,
    name,
    scopes.join(' '),
    lastUsedAt,
    revokedAt === undefined ? expiresAt : `revoked ${revokedAt}`,
  ]);
  for (const line of table([['id', 'name', 'scopes', 'last used', 'ends'], ...rows])) print(line);
}
