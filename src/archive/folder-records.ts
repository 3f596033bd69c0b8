import { defined } from '../text/defined.ts';
import type { Engine } from './sql/engine.ts';

/** The state of a file of the content folder, as last decided by the machine that reads the folder. */
export interface FileRecord {
  /** Relative to the content folder. */
  readonly path: string;
  /** The id of the story in it, if it could be read. */
  readonly id?: string;
  readonly state: string;
  /** Findings as JSON. */
  readonly findings: string;
}

/** The records of a content folder: its files and their states. */
export class FolderRecords {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async all(): Promise<FileRecord[]> {
    const rows = await this.#engine.db.selectFrom('files').selectAll().orderBy('path').execute();
    return rows.map(({ path, key, state, findings }) => defined({ path, state, findings, id: key ?? undefined }));
  }

  /** Writes records, all or none. */
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
