import type { Finding } from '../../text/finding.ts';
import { ai } from './ai.ts';
import { apple } from './apple.ts';
import { bing } from './bing.ts';
import { google } from './google.ts';
import { openGraph } from './open-graph.ts';
import { type PageRule, pageFindings, type Subject } from './rule.ts';

/** Readers of pages, by the names of `dateline check --for`, with the rules of each. */
export const AUDIENCES = { google, bing, apple, opengraph: openGraph, ai } as const satisfies Record<
  string,
  readonly PageRule[]
>;

/** Name of a reader of pages. */
export type AudienceName = keyof typeof AUDIENCES;

/** True for the name of a reader of pages. */
export function isAudience(name: string): name is AudienceName {
  return Object.hasOwn(AUDIENCES, name);
}

/** Returns the findings of one reader for a page as it is served. */
export function checkPage(audience: AudienceName, subject: Subject): Finding[] {
  return pageFindings(AUDIENCES[audience], subject);
}
