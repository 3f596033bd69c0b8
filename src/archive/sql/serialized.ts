import type { Engine } from './engine.ts';
import type { Sql } from './tables.ts';

/** Options of a write. */
export interface WriteOptions<Result> {
  /** Returns true for a result after which nothing may be stored. */
  readonly isRefusal?: (result: Result) => boolean;
}

/**
 * Runs one write after the other, here and on other machines. The transaction is rolled back if the result is a
 * refusal; the result is returned all the same.
 */
export async function serialized<Result>(
  engine: Engine,
  work: (sql: Sql) => Promise<Result>,
  { isRefusal = () => false }: WriteOptions<Result> = {},
): Promise<Result> {
  let refused: { readonly result: Result } | undefined;
  try {
    return await engine.transaction(async (sql) => {
      await engine.serialize(sql);
      const result = await work(sql);
      if (!isRefusal(result)) return result;
      refused = { result };
      throw new RollbackError();
    });
  } catch (error) {
    if (error instanceof RollbackError && refused !== undefined) return refused.result;
    throw error;
  }
}

/** Rolls back a transaction whose result is a refusal. */
class RollbackError extends Error {
  override readonly name = 'RollbackError';
}
