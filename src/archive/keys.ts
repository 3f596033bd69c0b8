import type { Instant } from '../text/instant.ts';

/**
 * The scope of a key. `read`: the public view as data; `embargo`: also the view of an entitled partner, embargoed
 * stories and the reasons of a withholding; `paid`: the whole text of paid stories; `write`: submit stories, and see
 * all of them; `admin`: everything.
 */
export const SCOPES = ['read', 'write', 'admin', 'embargo', 'paid'] as const;
export type Scope = (typeof SCOPES)[number];

/** A key of the HTTP API, without its secret, which only its holder has. */
export interface ApiKey {
  readonly id: string;
  /** The holder; the actor in the change log. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
  /** To the minute. */
  readonly lastUsedAt?: Instant;
}

/** A key to be created. */
export type NewKey = Pick<ApiKey, 'name' | 'scopes' | 'expiresAt'>;

/** A new key, with its token, which is shown once. */
export interface CreatedKey {
  readonly key: ApiKey;
  readonly token: string;
}

/** The keys of the HTTP API. */
export interface Keys {
  create(key: NewKey, now: Instant): Promise<CreatedKey>;
  /** The key of a token; `undefined` if it is unknown, revoked or expired. Compares in constant time. */
  authenticate(token: string, now: Instant): Promise<ApiKey | undefined>;
  /** True while the key with this id is valid. */
  isValid(id: string, now: Instant): Promise<boolean>;
  /** All keys, oldest first, including revoked ones. */
  list(): Promise<ApiKey[]>;
  /** False if there is no such key, or if it is revoked already. */
  revoke(id: string, now: Instant): Promise<boolean>;
}
