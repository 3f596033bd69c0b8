/** Which file says that it is which story. Several may say so of one story: a copy does. */
export class Claims {
  readonly #ids = new Map<string, string>();
  readonly #files = new Map<string, Set<string>>();

  /** The id that a file says it is, whether its story was taken or not. */
  idOf(file: string): string | undefined {
    return this.#ids.get(file);
  }

  /** True if any file says that it is this story. */
  has(id: string): boolean {
    return this.#files.has(id);
  }

  /** The files that say that they are this story, in the order of their names. */
  filesOf(id: string): string[] {
    return [...(this.#files.get(id) ?? [])].toSorted();
  }

  /** @param id `undefined` for a file that is gone, or of which nothing is known */
  set(file: string, id: string | undefined): void {
    const before = this.#ids.get(file);
    if (before === id) return;
    if (before !== undefined) {
      const others = this.#files.get(before);
      others?.delete(file);
      if (others?.size === 0) this.#files.delete(before);
      this.#ids.delete(file);
    }
    if (id === undefined) return;
    this.#ids.set(file, id);
    this.#files.set(id, (this.#files.get(id) ?? new Set()).add(file));
  }
}
