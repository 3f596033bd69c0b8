/** An environment variable with a secret of an account is not set. */
export class MissingSecretError extends Error {
  override readonly name = 'MissingSecretError';
  constructor(name: string) {
    super(`the environment variable ${name} is not set`);
  }
}

/** Returns the value of an environment variable; `undefined` for one that is not set, or empty. */
export type SecretIn = (name: string) => string | undefined;

/**
 * Returns the secret of an account.
 * @throws MissingSecretError
 */
export function accountSecret(name: string, secretIn: SecretIn): string {
  const value = secretIn(name);
  if (value === undefined) throw new MissingSecretError(name);
  return value;
}
