import { documentOf } from '../documents/document.ts';
import { previewOf } from '../documents/preview.ts';
import { packView } from '../formats/packed-view.ts';
import { inspectPage } from '../pages/inspect-page.ts';
import { servedArticlePage } from '../pages/large-article-page.ts';
import { INSPECT_JOB } from '../preflight/inspect-job.ts';
import { runJob } from '../workers/run-job.ts';
import { type Handlers, notFound, reply, type ServerContext } from './context.ts';
import { type Exchange, parameter } from './exchange.ts';
import { PRIVATE_CACHING, sendMedia } from './media.ts';

/** Handlers that show a story as each audience gets it, also before publication: for developers and editors. */
export function inspectHandlers(context: ServerContext): Handlers<'inspect' | 'inspectMedia'> {
  return {
    inspect: (exchange) => sendInspection(context, exchange),
    // Pictures of unpublished stories have addresses of their own behind the same authentication.
    inspectMedia: async (exchange) => {
      const media = { name: parameter(exchange, 'path'), caching: PRIVATE_CACHING };
      if (!(await sendMedia(context, exchange, media))) notFound(context, exchange);
    },
  };
}

async function sendInspection(context: ServerContext, exchange: Exchange): Promise<void> {
  const { documents, store } = context;
  const { now } = exchange;
  const article = await store.archive.articles.bySlug(parameter(exchange, 'slug'));
  const deps = { archive: store.archive, site: documents.site };
  const preview = article && (await previewOf(deps, article, { page: servedArticlePage, instant: now }));
  if (preview === undefined) return notFound(context, exchange);
  const { story, context: formatContext, html, url, headers } = preview;
  const input = {
    file: story.slug,
    lane: 'rendering',
    ...packView(story, formatContext),
    html,
    url,
    headers,
    now: preview.instant,
  } as const;
  const checked = await runJob(INSPECT_JOB, input);
  const audiences = 'audiences' in checked ? checked.audiences : [{ name: 'formats', findings: checked.problems }];
  const text = inspectPage({ story, headers, audiences }, formatContext);
  return reply(context, exchange, {
    result: documentOf({ text, mediaType: 'text/html' }),
    lifetime: 0,
    isPrivate: true,
    headers: { 'X-Robots-Tag': 'noindex' },
  });
}
