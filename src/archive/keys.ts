import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Scope } from '../article/audience.ts';
import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import type { Engine } from './sql/engine.ts';
import type { Tables } from './sql/tables.ts';

/** A key of the HTTP API, without its secret, which only its holder has. */
export interface ApiKey {
  readonly id: string;
  /** The holder; the actor in the change log. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Key of the partner that holds it, whose product replaces the scopes. */
  readonly partner?: string;
  readonly createdAt: Instant;
  readonly expiresAt?: Instant;
  readonly revokedAt?: Instant;
  /** To the minute. */
  readonly lastUsedAt?: Instant;
}

/** A key to be created. */
export type NewKey = Pick<ApiKey, 'name' | 'scopes' | 'expiresAt' | 'partner'>;

/** A new key, with its token, which is shown once. */
export interface CreatedKey {
  readonly key: ApiKey;
  readonly token: string;
}

/** Prefix recognized by secret scanners. */
const PREFIX = 'dateline';
const TOKEN = /^dateline_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** Resolution of the last use: it is not written at every request. */
const USE_RESOLUTION_S = 60;
/** Milliseconds that a use may wait before it is written. */
const USE_DELAY_MS = 1000;

/** The keys of the HTTP API. */
export class Keys {
  readonly #engine: Engine;
  readonly #uses = new Map<string, Instant>();
  #timer: NodeJS.Timeout | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async create({ name, scopes, expiresAt, partner }: NewKey, now: Instant): Promise<CreatedKey> {
    const id = randomBytes(6).toString('hex');
    const secret = randomBytes(32).toString('base64url');
    const row = {
      id,
      name,
      hash: hashOf(secret).toString('hex'),
      scopes: scopes.join(' '),
      created_at: now,
      expires_at: expiresAt ?? null,
      revoked_at: null,
      last_used_at: null,
      partner: partner ?? null,
    };
    await this.#engine.db.insertInto('keys').values(row).execute();
    return { key: keyOf(row), token: `${PREFIX}_${id}_${secret}` };
  }

  /** Returns the key of a token; `undefined` if it is unknown, revoked or expired. Compares in constant time. */
  async authenticate(token: string, now: Instant): Promise<ApiKey | undefined> {
    const [, id = '', secret = ''] = TOKEN.exec(token) ?? [];
    const row = await this.#engine.db.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirst();
    // An unknown id takes the same path as a wrong secret.
    const right = timingSafeEqual(hashOf(secret), Buffer.from(row?.hash ?? hashOf('').toString('hex'), 'hex'));
    if (!right || row === undefined || secret === '' || row.revoked_at !== null) return undefined;
    if (row.expires_at !== null && row.expires_at <= now) return undefined;
    this.#noteUse(row, now);
    return keyOf(row);
  }

  /** Writes the uses that wait; a failure is reported, and they are lost. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const uses = [...this.#uses];
    this.#uses.clear();
    try {
      for (const [id, last_used_at] of uses) {
        await this.#engine.db.updateTable('keys').set({ last_used_at }).where('id', '=', id).execute();
      }
    } catch (error) {
      this.#engine.onError(error, 'writing the last uses of keys');
    }
  }

  /** Remembers a use, to be written later: a request never waits for that. */
  #noteUse({ id, last_used_at }: Pick<Tables['keys'], 'id' | 'last_used_at'>, now: Instant): void {
    const last = this.#uses.get(id) ?? last_used_at;
    if (last !== null && Date.parse(now) - Date.parse(last) < USE_RESOLUTION_S * 1000) return;
    this.#uses.set(id, now);
    this.#timer ??= setTimeout(() => void this.flush(), USE_DELAY_MS).unref();
  }

  /** True while the key with this id is valid. */
  async isValid(id: string, now: Instant): Promise<boolean> {
    const row = await this.#engine.db.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirst();
    return row !== undefined && row.revoked_at === null && (row.expires_at === null || row.expires_at > now);
  }

  /** Lists all keys, oldest first, including revoked ones. */
  async list(): Promise<ApiKey[]> {
    const rows = await this.#engine.db.selectFrom('keys').selectAll().orderBy('created_at').orderBy('id').execute();
    return rows.map(keyOf);
  }

  /** Revokes a key. Returns false if it does not exist or is revoked already. */
  async revoke(id: string, now: Instant): Promise<boolean> {
    const { numUpdatedRows } = await this.#engine.db
      .updateTable('keys')
      .set({ revoked_at: now })
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    return numUpdatedRows > 0n;
  }
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function keyOf(row: Tables['keys']): ApiKey {
  return defined({
    id: row.id,
    name: row.name,
    scopes: row.scopes.split(' ') as Scope[],
    partner: row.partner ?? undefined,
    createdAt: row.created_at,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  });
}
