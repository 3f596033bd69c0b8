import type { Compilable, CompiledQuery } from 'kysely';
import type { Engine } from './engine.ts';

/** A value that a prepared query is run with. */
type Value = string | number;

/** Stands for a value while a query is built. */
class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A query that is built once and run with different values: building costs more than SQLite's answer. */
export class PreparedQuery<Name extends string, Row> {
  readonly #engine: Engine;
  readonly #compiled: CompiledQuery<Row>;

  /** @param build gets a placeholder for each name, in the type that the query needs */
  constructor(
    engine: Engine,
    names: readonly Name[],
    build: (placeholders: Readonly<Record<Name, never>>) => Compilable<Row>,
  ) {
    const placeholders = Object.fromEntries(names.map((name) => [name, new Placeholder(name)]));
    this.#engine = engine;
    this.#compiled = build(placeholders as Record<Name, never>).compile();
  }

  async execute(values: Readonly<Record<Name, Value>>): Promise<Row[]> {
    const parameters = this.#compiled.parameters.map((parameter) =>
      parameter instanceof Placeholder ? values[parameter.name as Name] : parameter,
    );
    const { rows } = await this.#engine.db.executeQuery<Row>({ ...this.#compiled, parameters });
    return rows;
  }
}
