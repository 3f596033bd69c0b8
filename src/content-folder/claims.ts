/** Files and the story ids that they claim. Several files may claim one story, for example a copy. */
export class Claims {
  readonly #ids = new Map<string, string>();
  readonly #files = new Map<string, Set<string>>();

  /** Returns the id that a file claims, also if its story was refused. */
  idOf(file: string): string | undefined {
    return this.#ids.get(file);
  }

  /** True if any file claims this story. */
  has(id: string): boolean {
    return this.#files.has(id);
  }

  /** Returns the files that claim this story, sorted by name. */
  filesOf(id: string): string[] {
    return [...(this.#files.get(id) ?? [])].toSorted();
  }

  /** @param id `undefined` for a file that is gone or unreadable */
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
