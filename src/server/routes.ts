import express, { type Router } from 'express';
import { RESOURCE_NAMES, type ResourceName, resourceOf, templatesOf } from '../addresses/resources.ts';
import { articleHandlers } from './articles.ts';
import type { Handlers, ServerContext } from './context.ts';
import { crawlerHandlers } from './crawlers.ts';
import { exchangeOf } from './exchange.ts';
import { feedHandlers } from './feeds.ts';
import { assetHandlers, healthHandlers } from './health.ts';
import { inspectHandlers } from './inspect.ts';
import { mediaHandlers } from './media.ts';
import { pageHandlers } from './pages.ts';
import { pictureHandlers } from './pictures.ts';
import { guardsFor } from './require-scope.ts';
import { hubHandlers } from './websub.ts';

/** Returns the routes of all resources: the table of addresses with a handler for each. */
export function resourceRoutes(context: ServerContext): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const handlers: Handlers<ResourceName> = {
    ...healthHandlers(context),
    ...assetHandlers(context),
    ...pageHandlers(context),
    ...crawlerHandlers(context),
    ...inspectHandlers(context),
    ...articleHandlers(context),
    ...feedHandlers(context),
    ...mediaHandlers(context),
    ...pictureHandlers(context),
    ...hubHandlers(context),
  };
  for (const name of RESOURCE_NAMES) {
    const { audience } = resourceOf(name);
    if (audience === 'developer' && !context.dev) continue;
    const guards = guardsFor(context, audience);
    for (const template of templatesOf(name)) {
      router.get(template, ...guards, (request, response) =>
        handlers[name](exchangeOf(request, response, context.clock)),
      );
    }
  }
  return router;
}
