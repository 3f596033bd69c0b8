import { missingStories } from '../../documents/front-document.ts';
import { decodeUtf8 } from '../../intake/decode.ts';
import { parseJsonObject } from '../../intake/json.ts';
import { type FrontSettings, frontSchema, frontSchemaFor } from '../../publication/front-settings.ts';
import type { Publication } from '../../publication/publication.ts';
import { type Finding, problem } from '../../text/finding.ts';
import type { ServerContext } from '../context.ts';
import { BODY_NAME, bodyOf } from '../exchange.ts';
import { storedFront, storeFront } from '../stored-front.ts';
import { type ApiExchange, type ApiHandler, authorOf, sendJson } from './context.ts';
import { findingsProblem, sendApiProblem } from './problem.ts';

/** Handlers of the order of the front page. */
export function frontHandlers(
  context: ServerContext,
): Readonly<Record<'getFront' | 'putFront' | 'deleteFront', ApiHandler>> {
  const { store, documents } = context;
  return {
    getFront: (exchange) => sendOrder(context, exchange),
    putFront: async (exchange) => {
      const read = settingsIn(exchange, documents.site.publication);
      if ('problems' in read) return sendApiProblem(exchange.response, findingsProblem(read.problems));
      const { actor } = authorOf(exchange);
      await storeFront(store, { settings: read.settings, changedAt: exchange.now, actor });
      return sendOrder(context, exchange);
    },
    deleteFront: async (exchange) => {
      await storeFront(store, undefined);
      return sendOrder(context, exchange);
    },
  };
}

/** Responds with the order in use, its origin, and the names in it that are no visible stories. */
async function sendOrder({ store, documents }: ServerContext, { response, now }: ApiExchange): Promise<void> {
  const stored = await storedFront(store);
  const { publication } = documents.site;
  const settings = stored?.settings ?? publication.front ?? frontSchema.parse({});
  const notVisible = await missingStories({ archive: store.archive, publication }, settings, now);
  const origin = stored === undefined ? { origin: 'files' } : { origin: 'api', changedAt: stored.changedAt };
  sendJson(response, 200, { ...origin, front: settings, notVisible });
}

function settingsIn(
  exchange: ApiExchange,
  publication: Publication,
): { readonly settings: FrontSettings } | { readonly problems: readonly Finding[] } {
  const decoded = decodeUtf8(bodyOf(exchange), BODY_NAME);
  if ('problems' in decoded) return decoded;
  const read = parseJsonObject(decoded.text, BODY_NAME);
  if ('problems' in read) return read;
  const { data, error } = frontSchemaFor(publication).safeParse(read.data);
  if (data !== undefined) return { settings: data };
  const problems = error.issues.map(({ path, message }) =>
    problem('front/invalid', `\`${path.join('.') || BODY_NAME}\` ${message}.`, { path: path.join('.') }),
  );
  return { problems };
}
