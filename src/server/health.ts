import { readFileSync } from 'node:fs';
import { resourceOf } from '../addresses/resources.ts';
import { documentOf } from '../documents/document.ts';
import { ASSETS } from '../pages/assets.ts';
import { type Handler, type Handlers, reply, type ServerContext } from './context.ts';

/** Handlers of the health checks. The reason of a failure may name machines: it is in the log alone. */
export function healthHandlers({ readiness, log }: ServerContext): Handlers<'live' | 'ready'> {
  let wasReady = true;
  return {
    live: ({ response }) => {
      response.set('Cache-Control', 'no-store').json({ status: 'live' });
    },
    ready: async ({ response }) => {
      const now = await readiness();
      if (!now.ready && wasReady) log.error({ err: now.cause }, 'not ready');
      if (now.ready && !wasReady) log.info('ready again');
      wasReady = now.ready;
      response
        .status(now.ready ? 200 : 503)
        .set('Cache-Control', 'no-store')
        .json({ status: now.ready ? 'ready' : 'not ready' });
    },
  };
}

/** Handlers of the static files of pages. */
export function assetHandlers(context: ServerContext): Handlers<'stylesheet' | 'copyScript' | 'favicon'> {
  const asset = (name: keyof typeof ASSETS): Handler => {
    const { file, mediaType } = ASSETS[name];
    const result = documentOf({ text: readFileSync(file), mediaType });
    return (exchange) => reply(context, exchange, { result, lifetime: resourceOf(name).lifetime });
  };
  return { stylesheet: asset('stylesheet'), copyScript: asset('copyScript'), favicon: asset('favicon') };
}
