import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Instant } from '../../text/instant.ts';
import type { ApiKey, CreatedKey, Keys, NewKey, Scope } from '../keys.ts';
import type { Engine } from './engine.ts';
import type { Tables } from './tables.ts';

/** Prefix recognized by secret scanners. */
const PREFIX = 'dateline';
const TOKEN = /^dateline_([0-9a-f]{12})_([A-Za-z0-9_-]{43})$/;

/** Resolution of the last use: it is not written at every request. */
const USED_EVERY = 60;

/** The keys of both engines. Only the hash of a secret is stored, which is sufficient for 256 random bits. */
export class SqlKeys implements Keys {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async create({ name, scopes, expiresAt }: NewKey, now: Instant): Promise<CreatedKey> {
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
    };
    await this.#engine.db.insertInto('keys').values(row).execute();
    return { key: keyOf(row), token: `${PREFIX}_${id}_${secret}` };
  }

  async authenticate(token: string, now: Instant): Promise<ApiKey | undefined> {
    const [, id = '', secret = ''] = TOKEN.exec(token) ?? [];
    const row = await this.#engine.db.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirst();
    // An unknown id takes the same path as a wrong secret.
    const right = timingSafeEqual(hashOf(secret), Buffer.from(row?.hash ?? hashOf('').toString('hex'), 'hex'));
    if (!right || row === undefined || secret === '' || row.revoked_at !== null) return undefined;
    if (row.expires_at !== null && row.expires_at <= now) return undefined;
    const since = row.last_used_at === null ? Number.POSITIVE_INFINITY : Date.parse(now) - Date.parse(row.last_used_at);
    if (since >= USED_EVERY * 1000) {
      await this.#engine.db.updateTable('keys').set({ last_used_at: now }).where('id', '=', id).execute();
    }
    return keyOf(row);
  }

  async isValid(id: string, now: Instant): Promise<boolean> {
    const row = await this.#engine.db.selectFrom('keys').selectAll().where('id', '=', id).executeTakeFirst();
    return row !== undefined && row.revoked_at === null && (row.expires_at === null || row.expires_at > now);
  }

  async list(): Promise<ApiKey[]> {
    const rows = await this.#engine.db.selectFrom('keys').selectAll().orderBy('created_at').orderBy('id').execute();
    return rows.map(keyOf);
  }

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
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes.split(' ') as Scope[],
    createdAt: row.created_at as Instant,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at as Instant }),
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at as Instant }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at as Instant }),
  };
}
