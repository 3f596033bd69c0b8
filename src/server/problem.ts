import { STATUS_CODES } from 'node:http';
import type { Request, Response } from 'express';
import { isTemporary } from '../archive/archive-errors.ts';
import { ParsingBusyError } from '../workers/run-job.ts';

/** A problem of RFC 9457, before the representation is negotiated. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
}

/** Renders an error page. */
export type ErrorPage = (problem: Problem) => string;

/** Value of `Retry-After` of 503, in seconds (RFC 9110, section 10.2.3). */
export const RETRY_AFTER_S = '2';

/** True for an error after which the same request may succeed later. */
export function isUnavailable(error: unknown): boolean {
  return isTemporary(error) || error instanceof ParsingBusyError;
}

const DETAILS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read.',
  404: 'This address does not exist.',
  405: 'This address accepts only GET and HEAD.',
  410: 'The story at this address has been withdrawn.',
  503: 'The publication is not available at the moment: try again in a few seconds.',
  500: 'The server failed to handle the request; the error is in its log.',
};

/** Returns the problem of a status code. */
export function problemOf(status: number, detail?: string): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return { status, title, detail: detail ?? DETAILS[status] ?? title };
}

/** A request with its response. */
interface Recipient {
  readonly request: Request;
  readonly response: Response;
}

/**
 * Responds with a problem: as a page for people, as `application/problem+json` for programs, and never with 406. The
 * request is not repeated. Errors are never cached.
 */
export function sendProblem({ request, response }: Recipient, problem: Problem, page: ErrorPage): void {
  response.status(problem.status).set({ 'Cache-Control': 'no-store', Vary: 'Accept' });
  if (wantsPage(request)) {
    response.type('text/html; charset=utf-8').send(page(problem));
    return;
  }
  response.type('application/problem+json; charset=utf-8').send(JSON.stringify({ type: 'about:blank', ...problem }));
}

/** Addresses with an extension are requested by programs, unless `Accept` prefers a page. */
function wantsPage(request: Request): boolean {
  const json = ['application/problem+json', 'application/json'];
  const offered = /\.[a-z]+$/.test(request.path) ? [...json, 'text/html'] : ['text/html', ...json];
  const best = request.accepts(offered);
  return best === false ? offered[0] === 'text/html' : best === 'text/html';
}
