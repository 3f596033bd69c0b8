import { type Finding, warning } from '../text/finding.ts';

/** Largest number of warnings of one rule about one story: a document may have thousands. */
const MAX_FINDINGS = 50;

/** Collects the warnings while one file is read. */
export class Report {
  /** Name of the file, which every warning contains. */
  readonly file: string;
  /** Positions of relative addresses in texts, by the addresses as written; they are looked up when they are needed. */
  readonly addresses = new Map<string, () => Partial<Finding>>();
  readonly #warnings: Finding[] = [];
  readonly #counts = new Map<string, number>();

  constructor(file: string) {
    this.file = file;
  }

  /** The warnings so far, in the order in which they were added. */
  get warnings(): readonly Finding[] {
    return this.#warnings;
  }

  /** Adds a warning at a position or path of the file. */
  warn(rule: string, message: string, at: Partial<Finding> = {}): void {
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (count > MAX_FINDINGS + 1) return;
    const text =
      count > MAX_FINDINGS ? 'There are more findings of this rule than are listed: mend these first.' : message;
    this.#warnings.push(warning(rule, text, { file: this.file, ...at }));
  }

  /** Adds the findings and the addresses of another report. */
  addAll({ warnings, addresses }: Report): void {
    this.#warnings.push(...warnings);
    for (const [address, positionOf] of addresses) this.addresses.set(address, positionOf);
  }

  /** Adds findings of another check. */
  add(...findings: readonly Finding[]): void {
    this.#warnings.push(...findings);
  }
}
