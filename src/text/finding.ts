/** How much a finding matters: an `error` stops the story, a `warning` does not. */
export type Severity = 'error' | 'warning';

/** Where something stands in a file: both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * One thing that is wrong, or doubtful, with something that was read or written.
 * Every check of Dateline answers with a list of these, never with an exception.
 */
export interface Finding extends Partial<Position> {
  /** The rule's id, such as `article/invalid` or `rss/guid`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What was found, in one sentence that says how to mend it. */
  readonly message: string;
  /** The place in the data, such as `changes[0].notice` or an XPath. */
  readonly path?: string;
  /** The file it stands in, as the user named it. */
  readonly file?: string;
  /** The specification and section that asks for it. */
  readonly reference?: string;
}

/** A check of one kind of subject, with the sentence of the specification that it stands for. */
export interface Rule<Subject> {
  readonly id: string;
  readonly severity: Severity;
  readonly reference: string;
  /** @returns one message for each place that breaks the rule, with its path where there is one */
  readonly check: (subject: Subject) => readonly { readonly message: string; readonly path?: string }[];
}

/** Runs rules over a subject. A rule that finds nothing adds nothing. */
export function findingsOf<Subject>(rules: readonly Rule<Subject>[], subject: Subject): Finding[] {
  return rules.flatMap(({ id, severity, reference, check }) =>
    check(subject).map((found) => ({ rule: id, severity, reference, ...found })),
  );
}

/** True if any of the findings is an error. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}

/** An error found at a path of the data: the short form that most intakes need. */
export function problem(rule: string, message: string, at: Partial<Finding> = {}): Finding {
  return { rule, severity: 'error', message, ...at };
}

/** Something doubtful that does not stop a story. */
export function warning(rule: string, message: string, at: Partial<Finding> = {}): Finding {
  return { rule, severity: 'warning', message, ...at };
}
