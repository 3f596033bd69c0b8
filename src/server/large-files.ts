import type { Request, Response } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import type { Exchange } from './exchange.ts';

/** Files from this size on are limited, in bytes. */
const LARGE_BYTES = 1_000_000;
/** Requests for large files per minute from one address of a connection (IPv6: from one /64); a proxy has one address. */
const REQUESTS_PER_MINUTE = 600;

/** Limits the requests for large files, since each of them may take a connection for long. */
export class LargeFiles {
  readonly #limit = rateLimit({
    windowMs: 60_000,
    limit: REQUESTS_PER_MINUTE,
    standardHeaders: false,
    legacyHeaders: false,
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_request: Request, response: Response) => {
      response.locals.isOverLimit = true;
      response.set('Retry-After', '60');
    },
  });

  /** @returns false for a large file after too many requests; `Retry-After` is set then */
  async isAllowed({ request, response }: Exchange, bytes: number): Promise<boolean> {
    if (bytes < LARGE_BYTES) return true;
    await this.#limit(request, response, () => {});
    return response.locals.isOverLimit !== true;
  }
}
