import { readFileSync } from 'node:fs';
import { resourceOf } from '../addresses/resources.ts';
import { documentOf } from '../documents/document.ts';
import { ASSETS } from '../pages/assets.ts';
import { type Handler, type Handlers, reply, type ServerContext } from './context.ts';

/** Handlers of the health checks. */
export function healthHandlers({ isReady }: ServerContext): Handlers<'live' | 'ready'> {
  return {
    live: ({ response }) => {
      response.set('Cache-Control', 'no-store').json({ status: 'live' });
    },
    ready: async ({ response }) => {
      const ready = await isReady();
      response
        .status(ready ? 200 : 503)
        .set('Cache-Control', 'no-store')
        .json({ status: ready ? 'ready' : 'not ready' });
    },
  };
}

/** Handlers of the static files of pages. */
export function assetHandlers(context: ServerContext): Handlers<'stylesheet' | 'favicon'> {
  const asset = (name: keyof typeof ASSETS): Handler => {
    const { file, mediaType } = ASSETS[name];
    const result = documentOf({ text: readFileSync(file), mediaType });
    return (exchange) => reply(context, exchange, { result, lifetime: resourceOf(name).lifetime });
  };
  return { stylesheet: asset('stylesheet'), favicon: asset('favicon') };
}
