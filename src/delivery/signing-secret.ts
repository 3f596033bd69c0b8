import { createHmac, randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Secrets of partners, derived from one secret of the operator, so that none is stored: the same input gives the same
 * secret on every machine.
 */
export class SigningSecrets {
  readonly #master: string;

  /** @param master at least 32 characters that only the operator has */
  constructor(master: string) {
    this.#master = master;
  }

  /**
   * Returns a secret of a partner, as Standard Webhooks writes it.
   * @param number 1 for the first one; a rotation begins the next
   */
  of({ partner, channel }: { readonly partner: string; readonly channel: string }, number: number): string {
    const digest = createHmac('sha256', this.#master).update(`webhook\n${partner}\n${channel}\n${number}`).digest();
    return `whsec_${digest.toString('base64')}`;
  }
}

/** Returns the operator's secret in a file, which the first call creates; only its owner can read it. */
export async function masterSecretIn(file: string): Promise<string> {
  const known = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (known !== undefined) return known.trim();
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  await chmod(draft, 0o600);
  // Two processes may begin at once: the first file stays.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return (await readFile(file, 'utf8')).trim();
}
