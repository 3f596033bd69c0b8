import express, { type NextFunction, type Request, type Response, type Router } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { pathOf } from '../addresses/paths.ts';
import { resourceOf } from '../addresses/resources.ts';
import { readSubscriptionForm } from '../delivery/websub/subscription-form.ts';
import { publicFeedAt } from '../documents/public-feed.ts';
import { type Handlers, refuse, type ServerContext } from './context.ts';
import { exchangeOf, parameter } from './exchange.ts';
import { queryOf } from './feeds.ts';
import { problemOf } from './problem.ts';

const MAX_BYTES = 16 * 1024;
/** Largest content that a hub distributes to us. */
const MAX_CONTENT_BYTES = 16 * 1024 * 1024;
const REQUESTS_PER_MINUTE = 600;
const FORM = 'application/x-www-form-urlencoded';

/** Returns the route of the hub, which subscribers post to; reasons of refusals are plain text (WebSub, section 5.1.2). */
export function hubRoutes(context: ServerContext): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const limit = rateLimit({
    windowMs: 60_000,
    limit: REQUESTS_PER_MINUTE,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    validate: { xForwardedForHeader: false, forwardedHeader: false },
    handler: (_, response) => sendReason(response, 429, 'Too many requests: wait a minute.'),
  });
  const body = express.text({ type: FORM, limit: MAX_BYTES });
  router.post(pathOf('hub'), limit, body, (request, response) => takeRequest(context, request, response));
  const content = express.raw({ type: () => true, limit: MAX_CONTENT_BYTES });
  const isOurs = (request: Request, response: Response, next: NextFunction): void => {
    if (context.hubWatch?.isOwn(String(request.params.token)) === true) next();
    // The hub ends a subscription that we do not have (WebSub, section 7.1).
    else sendReason(response, 410, 'There is no such subscription.');
  };
  router.post(resourceOf('hubWatch').path, isOurs, content, (request, response) =>
    takeContent(context, request, response),
  );
  return router;
}

async function takeRequest(context: ServerContext, request: Request, response: Response): Promise<void> {
  const { hub, documents } = context;
  if (hub === undefined || !documents.site.publication.webSub.hub) {
    return sendReason(response, 404, 'This site has no hub.');
  }
  if (typeof request.body !== 'string') return sendReason(response, 415, `Send the request as ${FORM}.`);
  const form = readSubscriptionForm(request.body);
  if (typeof form === 'string') return sendReason(response, 400, form);
  const { now } = exchangeOf(request, response, context.clock);
  if (form.mode === 'publish') {
    const found = await Promise.all(form.topics.map((topic) => publicFeedAt(documents, topic, now)));
    const isOwn = found.length > 0 && found.every((document) => document !== undefined);
    if (!isOwn) return sendReason(response, 400, 'This hub serves the feeds of this site alone.');
    return sendReason(response, 202, 'Changes are distributed without a ping.');
  }
  const refusal = await hub.accept(form, now);
  if (refusal !== undefined) return sendReason(response, refusal.status, refusal.reason);
  sendReason(response, 202, 'The callback will be asked to confirm.');
}

/** Takes a content that a hub of others distributes to us. */
async function takeContent({ hubWatch }: ServerContext, request: Request, response: Response): Promise<void> {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  await hubWatch?.receive(body, request.get('X-Hub-Signature'));
  sendPlain(response, 200, '');
}

function sendReason(response: Response, status: number, reason: string): void {
  sendPlain(response, status, `${reason}\n`);
}

function sendPlain(response: Response, status: number, text: string): void {
  response.status(status).set('Cache-Control', 'no-store').type('text/plain; charset=utf-8').send(text);
}

/** Handlers of the hub's address for clients that only read. */
export function hubHandlers(context: ServerContext): Handlers<'hub' | 'hubWatch'> {
  return {
    hubWatch: async (exchange) => {
      const token = parameter(exchange, 'token');
      const challenge = await context.hubWatch?.verified(token, queryOf(exchange.request));
      if (challenge === undefined) return refuse(context, exchange, problemOf(404));
      sendPlain(exchange.response, 200, challenge);
    },
    hub: (exchange) => {
      exchange.response.set('Allow', 'POST');
      const detail = 'This is the hub of WebSub for all feeds of this site: subscribers post their requests here.';
      refuse(context, exchange, problemOf(405, detail));
    },
  };
}
