import { dirname, join } from 'node:path';
import { masterSecretIn, SigningSecrets } from '../delivery/signing-secret.ts';
import type { Configuration } from './configuration.ts';

/** Name of the file with the operator's secret, beside an archive in a file. */
const SECRET_FILE = 'secret';

/**
 * Returns the secrets of partners: from `DATELINE_SECRET`, or from a file beside the archive, which is created.
 * @returns `undefined` for a database without `DATELINE_SECRET`: each machine would make a secret of its own
 */
export async function signingSecrets({
  secret,
  archive,
}: Pick<Configuration, 'secret' | 'archive'>): Promise<SigningSecrets | undefined> {
  if (secret !== undefined) return new SigningSecrets(secret);
  if (!('file' in archive) || archive.file === ':memory:') return undefined;
  return new SigningSecrets(await masterSecretIn(join(dirname(archive.file), SECRET_FILE)));
}
