import type { Article } from '../../article/article.ts';
import type { Format } from '../../formats/format.ts';
import { formatByEnding } from '../../formats/index.ts';
import { defined } from '../../text/defined.ts';
import type { ServerContext } from '../context.ts';
import { parameter } from '../exchange.ts';
import { keyPath } from './address.ts';
import { etagOf } from './conditions.ts';
import {
  type ApiExchange,
  type ApiHandler,
  idOfKey,
  readerOf,
  representationOptions,
  sendJson,
  sendNotFound,
} from './context.ts';
import { postStep } from './life-cycle-steps.ts';
import type { OperationId, StepOperationId } from './operations.ts';
import { apiProblem, sendApiProblem } from './problem.ts';
import { newsroomRepresentation, representationFor } from './representation.ts';
import { STEPS } from './request-schemas.ts';
import { postArticle, putArticle } from './submit-story.ts';

type ArticleOperation =
  | Extract<OperationId, 'getArticle' | 'putArticle' | 'postArticle' | 'check' | 'getVersions' | 'getVersion'>
  | StepOperationId;

/** Handlers for reading and submitting stories, and for each transition. */
export function articleHandlers(context: ServerContext): Readonly<Record<ArticleOperation, ApiHandler>> {
  const steps = STEPS.map((step): [StepOperationId, ApiHandler] => [
    `${step}Article`,
    (exchange) => postStep(context, exchange, step),
  ]);
  return {
    getArticle: (exchange) => getArticle(context, exchange),
    putArticle: (exchange) => putArticle(context, exchange),
    postArticle: (exchange) => postArticle(context, exchange, { dryRun: false }),
    check: (exchange) => postArticle(context, exchange, { dryRun: true }),
    getVersions: (exchange) => getVersions(context, exchange),
    getVersion: (exchange) => getVersion(context, exchange),
    ...(Object.fromEntries(steps) as Record<StepOperationId, ApiHandler>),
  };
}

async function getArticle(context: ServerContext, exchange: ApiExchange): Promise<void> {
  const name = parameter(exchange, 'key');
  const found = formatByEnding(name);
  const format = found?.article === undefined ? undefined : found;
  const id = idOfKey(context, format === undefined ? name : name.slice(0, -format.extension.length));
  if (id === undefined) return sendNotFound(exchange);
  if (format !== undefined) return sendInFormat(context, exchange, { id, format });
  const article = await context.store.archive.articles.byId(id);
  const options = representationOptions(context, exchange);
  const shown = article && representationFor(article, readerOf(exchange), options);
  if (article === undefined || shown === undefined) return sendNotFound(exchange);
  exchange.response.set('ETag', etagOf(article.version));
  sendJson(exchange.response, 200, shown);
}

async function sendInFormat(
  { documents }: ServerContext,
  exchange: ApiExchange,
  { id, format }: { readonly id: string; readonly format: Format },
): Promise<void> {
  const { response, now } = exchange;
  const viewContext = { audience: readerOf(exchange).audience, instant: now };
  const made = await documents.articles.forAudience(id, format, viewContext);
  if (!('text' in made)) {
    return sendApiProblem(response, apiProblem(made.status, 'This story is not available in this format.'));
  }
  response.set('Cache-Control', 'private, no-store').type(`${format.mediaType}; charset=utf-8`).send(made.text);
}

async function getVersions(context: ServerContext, exchange: ApiExchange): Promise<void> {
  const key = parameter(exchange, 'key');
  const id = idOfKey(context, key);
  const versions = id === undefined ? [] : await context.store.archive.articles.versionsOf(id);
  if (versions.length === 0) return sendNotFound(exchange);
  sendJson(exchange.response, 200, { id, versions: versions.map((version) => versionRow(version, key)) });
}

function versionRow({ version, status, versionCreatedAt, changes }: Article, key: string) {
  const last = changes.at(-1);
  return defined({
    version,
    status,
    versionCreatedAt,
    change: last?.version === version ? last.kind : undefined,
    href: `${keyPath(key)}/versions/${version}`,
  });
}

async function getVersion(context: ServerContext, exchange: ApiExchange): Promise<void> {
  const id = idOfKey(context, parameter(exchange, 'key'));
  const versions = id === undefined ? [] : await context.store.archive.articles.versionsOf(id);
  const article = versions.find(({ version }) => String(version) === parameter(exchange, 'version'));
  if (article === undefined) return sendNotFound(exchange);
  sendJson(exchange.response, 200, newsroomRepresentation(article, representationOptions(context, exchange)));
}
