import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
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

  /** Encrypts a secret of another party (AES-256-GCM), which the archive stores. */
  seal(secret: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.#sealingKey(), nonce);
    const encrypted = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64url');
  }

  /** Decrypts a secret; `undefined` if another operator's secret has encrypted it. */
  open(sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#sealingKey(), bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(12, 28));
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    } catch {
      return undefined;
    }
  }

  #sealingKey(): Buffer {
    return createHmac('sha256', this.#master).update('sealing key').digest();
  }
}

/** The file with the operator's secret is damaged. */
export class SecretFileError extends Error {
  override readonly name = 'SecretFileError';
}

/** Shortest secret of an operator. */
const MIN_LENGTH = 32;

/**
 * Returns the operator's secret in a file, which the first call creates; only its owner can read it.
 * @throws SecretFileError for a file that is too short
 */
export async function masterSecretIn(file: string): Promise<string> {
  const written = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
  if (written !== undefined) return checked(written.trim(), file);
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  // Two processes may begin at once: the first file stays.
  await link(draft, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  await rm(draft);
  return checked((await readFile(file, 'utf8')).trim(), file);
}

function checked(secret: string, file: string): string {
  if (secret.length >= MIN_LENGTH) return secret;
  throw new SecretFileError(
    `${file} has less than ${MIN_LENGTH} characters: restore it, or delete it for new secrets of all partners.`,
  );
}
