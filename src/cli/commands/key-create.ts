import { ConfigurationError } from '../../app/configuration.ts';
import type { CreatedKey, NewKey } from '../../archive/keys.ts';
import { SCOPES, type Scope } from '../../article/audience.ts';
import { cleanLine } from '../../text/clean.ts';
import { defined } from '../../text/defined.ts';
import { parseInstant } from '../../text/instant.ts';
import type { Register } from '../command.ts';
import { print, printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

const MAX_NAME_LENGTH = 200;

interface Options {
  readonly scope: readonly string[];
  readonly expires?: string;
}

/** `dateline key create`: creates a key of the HTTP API. */
export const register: Register = (key, configuration) => {
  key
    .argument('<name>', 'its holder, as named in the change log')
    .option('--scope <scope...>', `${SCOPES.join(', ')} (several are possible)`, ['read'])
    .option('--expires <time>', 'when it expires, such as 2027-01-01T00:00:00Z')
    .action(async (name: string, options: Options) => {
      const wanted = newKey(name, options);
      present(await withArchive(configuration(), ({ keys }) => keys.create(wanted, now())));
    });
};

/** @throws ConfigurationError for an unknown scope, an invalid or past time, or an empty name */
function newKey(given: string, { scope, expires }: Options): NewKey {
  const unknown = scope.filter((one) => !(SCOPES as readonly string[]).includes(one));
  if (unknown.length > 0) {
    throw new ConfigurationError(`Unknown scope ${unknown.join(', ')}: use ${SCOPES.join(', ')}.`);
  }
  const expiresAt = expires === undefined ? undefined : parseInstant(expires);
  if (expires !== undefined && expiresAt === undefined) {
    throw new ConfigurationError('--expires is not a time: write it like 2027-01-01T00:00:00Z.');
  }
  if (expiresAt !== undefined && expiresAt <= now()) {
    throw new ConfigurationError('--expires is in the past: name a later time.');
  }
  const name = cleanLine(given).slice(0, MAX_NAME_LENGTH);
  if (name === '') throw new ConfigurationError('The name is empty: name the holder of the key.');
  return { name, scopes: scope as Scope[], ...defined({ expiresAt }) };
}

function present({ key: { id, name, scopes }, token }: CreatedKey): void {
  print(token);
  printProgress(
    `Key ${id} for "${name}" with ${scopes.join(', ')}. The token is shown only now; the archive stores its hash.`,
  );
}
