import express, { type Request, type Response } from 'express';
import { formatByEnding } from '../../formats/index.ts';
import { MAX_STORY_BYTES } from '../../intake/read-result.ts';
import { MAX_WIRE_BYTES } from '../../intake/xml/decode-xml.ts';
import { need } from './authenticate.ts';
import { etagOf } from './conditions.ts';
import { type ApiRouting, audienceOf, idOfKey, notFound, representationOptions, sendJson } from './context.ts';
import { postStep } from './life-cycle-steps.ts';
import { apiProblem, sendApiProblem } from './problem.ts';
import { representationFor } from './representation.ts';
import { STEPS, WIRE_TYPES } from './request-schemas.ts';
import { postArticle, putArticle } from './submit-story.ts';

/** Handing stories in, and every step of their lives. */
export function articleApi(routing: ApiRouting) {
  const router = express.Router({ caseSensitive: true, strict: true });
  const body = express.raw({ type: () => true, limit: MAX_STORY_BYTES });
  // A message of an agency holds many stories.
  const message = express.raw({ type: [...WIRE_TYPES], limit: MAX_WIRE_BYTES });
  router.get('/articles/:name', (request, response) => getArticle(routing, request, response));
  router.get('/articles/:key/versions', need('write'), (request, response) => getVersions(routing, request, response));
  router.get('/articles/:key/versions/:version', need('write'), (request, response) =>
    getVersion(routing, request, response),
  );
  router.put('/articles/:key', need('write'), body, (request, response) => putArticle(routing, request, response));
  router.post('/articles', need('write'), message, body, (request, response) =>
    postArticle(routing, request, response),
  );
  router.post('/check', need('write'), message, body, (request, response) =>
    postArticle(routing, request, response, true),
  );
  for (const step of STEPS) {
    router.post(`/articles/:key/${step}`, need('write'), body, (request, response) =>
      postStep(routing, [request, response], step),
    );
  }
  return router;
}

async function getArticle(routing: ApiRouting, request: Request, response: Response): Promise<void> {
  const name = String(request.params.name);
  const found = formatByEnding(name);
  const format = found?.article === undefined ? undefined : found;
  const id = idOfKey(routing, format === undefined ? name : name.slice(0, -format.extension.length));
  const audience = audienceOf(response);
  if (id === undefined) return notFound(response);
  if (format !== undefined) {
    const viewContext = {
      audience: audience === 'newsroom' ? { kind: 'entitled' as const } : audience,
      instant: routing.now(),
    };
    const face = await routing.publisher.articleFor(id, format, viewContext);
    if (typeof face === 'number') return sendApiProblem(response, apiProblem(face, 'The story has no face here.'));
    response.set('Cache-Control', 'private, no-store').type(`${format.mediaType}; charset=utf-8`).send(face);
    return;
  }
  const article = await routing.store.archive.articles.byId(id);
  const shown = article && representationFor(article, audience, representationOptions(routing));
  if (article === undefined || shown === undefined) return notFound(response);
  response.set('ETag', etagOf(article.version));
  sendJson(response, 200, shown);
}

async function getVersions(routing: ApiRouting, request: Request, response: Response): Promise<void> {
  const id = idOfKey(routing, request.params.key);
  const versions = id === undefined ? [] : await routing.store.archive.articles.versionsOf(id);
  if (versions.length === 0) return notFound(response);
  const list = versions.map(({ version, status, versionCreatedAt, changes }) => ({
    version,
    status,
    versionCreatedAt,
    ...(changes.at(-1)?.version === version ? { change: changes.at(-1)?.kind } : {}),
    href: `/api/v1/articles/${request.params.key}/versions/${version}`,
  }));
  sendJson(response, 200, { id, versions: list });
}

async function getVersion(routing: ApiRouting, request: Request, response: Response): Promise<void> {
  const id = idOfKey(routing, request.params.key);
  const versions = id === undefined ? [] : await routing.store.archive.articles.versionsOf(id);
  const article = versions.find(({ version }) => String(version) === request.params.version);
  if (article === undefined) return notFound(response);
  sendJson(response, 200, representationFor(article, 'newsroom', representationOptions(routing)));
}
