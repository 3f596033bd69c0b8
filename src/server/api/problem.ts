import { STATUS_CODES } from 'node:http';
import type { Response } from 'express';
import { defined } from '../../text/defined.ts';
import type { Finding } from '../../text/finding.ts';

/** One of several reasons. */
export interface Reason {
  readonly rule?: string;
  readonly detail: string;
  /** Position in the data, such as `changes[0].notice`. */
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/** A problem of RFC 9457 with all its reasons. */
export interface ApiProblem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly Reason[];
}

/** Creates a problem with one reason. */
export function apiProblem(status: number, detail: string, errors?: readonly Reason[]): ApiProblem {
  return defined({ status, title: STATUS_CODES[status] ?? 'Error', detail, errors });
}

/** Largest number of reasons in a response. */
const MAX_REASONS = 200;

/** Creates the problem of an invalid story, with its findings. */
export function findingsProblem(findings: readonly Finding[]): ApiProblem {
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more, see \`errors\`)` : '';
  const detail = `${first?.message ?? 'The story is invalid.'}${more}`;
  return apiProblem(422, detail, findings.slice(0, MAX_REASONS).map(reasonOf));
}

/** Returns a finding for a client: without severity and file name. */
export function reasonOf({ rule, message, path, line, column }: Finding): Reason {
  return defined({
    rule,
    detail: message,
    path,
    line,
    column,
  });
}

/** Responds with a problem. */
export function sendApiProblem(response: Response, problem: ApiProblem): void {
  response.status(problem.status).set('Cache-Control', 'no-store');
  response.type('application/problem+json; charset=utf-8').send(JSON.stringify({ type: 'about:blank', ...problem }));
}
