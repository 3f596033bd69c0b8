import { missingStories } from '../../documents/front-document.ts';
import { frontSchema, frontSchemaFor } from '../../publication/front-settings.ts';
import type { ServerContext } from '../context.ts';
import { storedFront, storeFront } from '../stored-front.ts';
import { type ApiExchange, type ApiHandler, authorOf, sendJson } from './context.ts';
import { findingsProblem, sendApiProblem } from './problem.ts';
import { settingsIn } from './settings-body.ts';

/** Handlers of the order of the front page. */
export function frontHandlers(
  context: ServerContext,
): Readonly<Record<'getFront' | 'putFront' | 'deleteFront', ApiHandler>> {
  const { store, documents } = context;
  return {
    getFront: (exchange) => sendOrder(context, exchange),
    putFront: async (exchange) => {
      const schema = frontSchemaFor(documents.site.publication);
      const read = settingsIn(exchange, { schema });
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
