import { type Finding, type Position, warning } from '../text/finding.ts';

/** Collects the warnings while one file is read. */
export class Report {
  /** Name of the file, which every warning contains. */
  readonly file: string;
  /** Returns the positions of relative addresses in texts, by the addresses as written. */
  readonly addresses = new Map<string, () => Position>();
  readonly #warnings: Finding[] = [];

  constructor(file: string) {
    this.file = file;
  }

  /** The warnings so far, in the order in which they were added. */
  get warnings(): readonly Finding[] {
    return this.#warnings;
  }

  /** Adds a warning at a position or path of the file. */
  warn(rule: string, message: string, at: Partial<Finding> = {}): void {
    this.#warnings.push(warning(rule, message, { file: this.file, ...at }));
  }

  /** Adds findings of another check. */
  add(...findings: readonly Finding[]): void {
    this.#warnings.push(...findings);
  }
}
