/** How much a finding matters: an `error` refuses the story, a `warning` does not. */
export type Severity = 'error' | 'warning';

/** A position in a file. Both numbers count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * A problem found in something that was read or written. Every check returns a list of findings and never throws for
 * editorial problems.
 */
export interface Finding extends Partial<Position> {
  /** The id of the rule, such as `article/invalid` or `rss/guid`. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence: the problem, and how to mend it. */
  readonly message: string;
  /** The JSON path or XPath, such as `changes[0].notice`. */
  readonly path?: string;
  /** The file, as the user named it. */
  readonly file?: string;
  /** The specification and section that require it. */
  readonly reference?: string;
}

/** A check of one kind of subject, with the specification that requires it. */
export interface Rule<Subject> {
  readonly id: string;
  readonly severity: Severity;
  readonly reference: string;
  /** @returns one message for each violation, with its path where there is one */
  readonly check: (subject: Subject) => readonly { readonly message: string; readonly path?: string }[];
}

/** Runs rules over a subject. */
export function findingsOf<Subject>(rules: readonly Rule<Subject>[], subject: Subject): Finding[] {
  return rules.flatMap(({ id, severity, reference, check }) =>
    check(subject).map((found) => ({ rule: id, severity, reference, ...found })),
  );
}

/** Returns true if any finding is an error. */
export function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === 'error');
}

/** Creates an error at a path of the data. */
export function problem(rule: string, message: string, at: Partial<Finding> = {}): Finding {
  return { rule, severity: 'error', message, ...at };
}

/** Creates a warning. */
export function warning(rule: string, message: string, at: Partial<Finding> = {}): Finding {
  return { rule, severity: 'warning', message, ...at };
}
