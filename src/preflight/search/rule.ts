import type { Finding } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import type { ServedPage } from '../served-page.ts';

/** What is looked at. */
export interface Subject {
  readonly page: ServedPage;
  /** The moment of looking. */
  readonly now: Instant;
}

/**
 * What somebody who reads pages asks for. `required` is what its own documentation requires or forbids: what breaks it is
 * an error. All else is recommended, and never said to be more.
 */
export interface PageRule {
  readonly id: string;
  readonly asks: 'required' | 'recommended';
  /** Where it is asked for: whose page, and its section. */
  readonly reference: string;
  /** @returns a sentence for each fault, which says how to mend it, with the place */
  readonly faults: (subject: Subject) => readonly Fault[];
}

export interface Fault {
  readonly message: string;
  readonly path: string;
}

/** Runs rules over a page. */
export function pageFindings(rules: readonly PageRule[], subject: Subject): Finding[] {
  return rules.flatMap(({ id, asks, reference, faults }) =>
    faults(subject).map(({ message, path }) => ({
      rule: id,
      severity: asks === 'required' ? ('error' as const) : ('warning' as const),
      message,
      path,
      reference: `${reference}, ${asks}`,
    })),
  );
}

/** One fault, or none. */
export function faultIf(isBroken: boolean, message: string, path: string): Fault[] {
  return isBroken ? [{ message, path }] : [];
}
