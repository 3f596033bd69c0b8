import type { Request, Response } from 'express';
import { fromMilliseconds, type Instant } from '../text/instant.ts';

/** One request with its response, and the one instant at which it is handled. */
export interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly now: Instant;
  /** The same instant in milliseconds. */
  readonly milliseconds: number;
}

/** Returns the exchange of a request. The clock is read once, by the first caller; later callers get the same instant. */
export function exchangeOf(request: Request, response: Response, clock: () => number): Exchange {
  response.locals.milliseconds ??= clock();
  const milliseconds = response.locals.milliseconds as number;
  return { request, response, now: fromMilliseconds(milliseconds), milliseconds };
}

/** Returns the value of a parameter of the path; the segments of a wildcard are joined. */
export function parameter({ request }: Pick<Exchange, 'request'>, name: string): string {
  const value: string | string[] | undefined = (request.params as Record<string, string | string[]>)[name];
  return [value ?? ''].flat().join('/');
}

/** Name of a request's body in findings, in the position of a file name. */
export const BODY_NAME = 'request';

/** Returns the body of a request as bytes; empty without one. */
export function bodyOf({ request }: Pick<Exchange, 'request'>): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}
