import type { FileRecord, FolderRecords } from '../folder-records.ts';
import type { Engine } from './engine.ts';

/** The records of both engines. The column `key` holds the whole id, since a file may name a foreign one. */
export class SqlFolderRecords implements FolderRecords {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async all(): Promise<FileRecord[]> {
    const rows = await this.#engine.db.selectFrom('files').selectAll().orderBy('path').execute();
    return rows.map(({ path, key, state, findings }) => ({
      path,
      state,
      findings,
      ...(key === null ? {} : { id: key }),
    }));
  }

  async put(records: readonly FileRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.#engine.db.transaction().execute(async (sql) => {
      for (const { path, id, state, findings } of records) {
        const row = { path, key: id ?? null, state, findings };
        await sql
          .insertInto('files')
          .values(row)
          .onConflict((conflict) => conflict.column('path').doUpdateSet(row))
          .execute();
      }
    });
  }

  async remove(path: string): Promise<void> {
    await this.#engine.db.deleteFrom('files').where('path', '=', path).execute();
  }
}
