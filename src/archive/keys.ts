import type { Instant } from '../text/instant.ts';

/**
 * What a key may do. `read`: what the public sees, as data; `embargo`: what an entitled partner sees besides, embargoed
 * stories and the reasons of a withholding; `paid`: read paid stories to their end, in feeds for subscribers; `write`: hand in
 * stories, and see all of them; `admin`: all of it.
 */
export const SCOPES = ['read', 'write', 'admin', 'embargo', 'paid'] as const;
export type Scope = (typeof SCOPES)[number];

/** A key of the HTTP API, without its secret, which nobody has but its holder. */
export interface ApiKey {
  readonly id: string;
  /** Whom it was made for; stands in the change log as the actor. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
  /** To the minute. */
  readonly lastUsedAt?: Instant;
}

/** A key to be made. */
export type NewKey = Pick<ApiKey, 'name' | 'scopes' | 'expiresAt'>;

/** A key just made, with the token that is told this once. */
export interface CreatedKey {
  readonly key: ApiKey;
  readonly token: string;
}

/** The keys of the HTTP API. */
export interface Keys {
  create(key: NewKey, now: Instant): Promise<CreatedKey>;
  /** The key of a token; `undefined` for one that is unknown, revoked or past its time. Compares in constant time. */
  authenticate(token: string, now: Instant): Promise<ApiKey | undefined>;
  /** True while the key with this id opens anything. */
  isValid(id: string, now: Instant): Promise<boolean>;
  /** All keys, oldest first, revoked ones included. */
  list(): Promise<ApiKey[]>;
  /** False if there is no such key, or if it was revoked before. */
  revoke(id: string, now: Instant): Promise<boolean>;
}
