import { createHash } from 'node:crypto';
import type { Receipt } from '../../archive/commits.ts';
import { bodyOf } from '../exchange.ts';
import type { ApiExchange } from './context.ts';
import { type ApiProblem, apiProblem } from './problem.ts';

/** Returns the validator of a version, for `If-Match`. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Returns the version that a client edited, from its `If-Match` (RFC 9110, section 13.1.1: strong comparison).
 * @param stored the stored version, 0 for none
 * @returns `undefined` without the header; a problem if it does not match
 */
export function expectedVersion({ request }: ApiExchange, stored: number): number | undefined | ApiProblem {
  const header = request.headers['if-match'];
  if (header === undefined) return undefined;
  const tags = header.split(',').map((tag) => tag.trim());
  const holds = stored > 0 && (tags.includes('*') || tags.includes(etagOf(stored)));
  return holds ? stored : apiProblem(412, `Version ${stored} is stored, not ${header}: get the story again.`);
}

/** Returns the receipt of a request with an `Idempotency-Key`. */
export function receiptOf(exchange: ApiExchange): Receipt | undefined | ApiProblem {
  const { request, key } = exchange;
  const name = request.get('idempotency-key');
  if (name === undefined) return undefined;
  if (!/^[\x21-\x7E]{1,255}$/.test(name)) {
    return apiProblem(400, '`Idempotency-Key` has 1 to 255 visible ASCII characters.');
  }
  const about = `${request.method} ${request.originalUrl} ${request.get('content-type') ?? ''}\n`;
  const requestHash = createHash('sha256').update(about).update(bodyOf(exchange)).digest('hex');
  return { holder: key.id, name, requestHash };
}

/** True for a problem. */
export function isProblem(value: unknown): value is ApiProblem {
  return typeof value === 'object' && value !== null && 'status' in value && 'detail' in value;
}
