import { ConfigurationError } from '../../app/configuration.ts';
import type { CreatedKey, NewKey } from '../../archive/keys.ts';
import { SCOPES, type Scope } from '../../article/audience.ts';
import { cleanLine } from '../../text/clean.ts';
import { defined } from '../../text/defined.ts';
import { parseInstant } from '../../text/instant.ts';
import type { Register } from '../command.ts';
import { partnerCalled } from '../partners.ts';
import { print, printProgress } from '../print.ts';
import { now, withArchive } from '../stores.ts';

const MAX_NAME_LENGTH = 200;

interface Options {
  readonly scope: readonly string[];
  readonly expires?: string;
  readonly partner?: string;
}

/** `dateline key create`: creates a key of the HTTP API. */
export const register: Register = (key, configuration) => {
  key
    .argument('<name>', 'its holder, as named in the change log')
    .option('--scope <scope...>', `${SCOPES.join(', ')} (several are possible)`, ['read'])
    .option('--partner <key>', 'the partner that holds it: its product decides what it reads')
    .option('--expires <time>', 'when it expires, such as 2027-01-01T00:00:00Z')
    .action(async (name: string, options: Options) => {
      const wanted = newKey(name, options);
      const created = await withArchive(configuration(), async (store, publication) => {
        if (wanted.partner !== undefined) await partnerCalled(store, publication, wanted.partner);
        return store.keys.create(wanted, now());
      });
      present(created);
    });
};

/** @throws ConfigurationError for an unknown scope, an invalid or past time, or an empty name */
function newKey(given: string, { scope, expires, partner }: Options): NewKey {
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
  if (partner !== undefined && scope.some((one) => one !== 'read')) {
    throw new ConfigurationError('--partner replaces --scope: the product of the partner decides what the key reads.');
  }
  const name = cleanLine(given).slice(0, MAX_NAME_LENGTH);
  if (name === '') throw new ConfigurationError('The name is empty: name the holder of the key.');
  return { name, scopes: scope as Scope[], ...defined({ expiresAt, partner }) };
}

function present({ key: { id, name, scopes, partner }, token }: CreatedKey): void {
  print(token);
  printProgress(
    `Key ${id} for "${name}" with ${partner === undefined ? scopes.join(', ') : `the product of ${partner}`}. The token is shown only now; the archive stores its hash.`,
  );
}
