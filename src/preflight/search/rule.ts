import type { Finding } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import type { ServedPage } from '../served-page.ts';

/** Inputs of a rule. */
export interface Subject {
  readonly page: ServedPage;
  /** Current instant. */
  readonly now: Instant;
}

/**
 * A requirement of a reader of pages. `required` is what its own documentation requires or forbids: a violation is an
 * error. Everything else is recommended and reported as a warning.
 */
export interface PageRule {
  readonly id: string;
  readonly level: 'required' | 'recommended';
  /** Source: the page of the documentation, and its section. */
  readonly reference: string;
  /** @returns a message for each violation with its remedy and position */
  readonly faults: (subject: Subject) => readonly Fault[];
}

export interface Fault {
  readonly message: string;
  readonly path: string;
}

/** Runs rules over a page. */
export function pageFindings(rules: readonly PageRule[], subject: Subject): Finding[] {
  return rules.flatMap(({ id, level, reference, faults }) =>
    faults(subject).map(({ message, path }) => ({
      rule: id,
      severity: level === 'required' ? ('error' as const) : ('warning' as const),
      message,
      path,
      reference: `${reference}, ${level}`,
    })),
  );
}

/** Returns one violation, or none. */
export function faultIf(isBroken: boolean, message: string, path: string): Fault[] {
  return isBroken ? [{ message, path }] : [];
}
