import express, { type Request, type Response } from 'express';
import type { z } from 'zod';
import type { Receipt } from '../../archive/archive.ts';
import type { Article } from '../../article/article.ts';
import type { Change } from '../../article/change.ts';
import type { Submission } from '../../article/submission.ts';
import { ARTICLE_FORMATS } from '../../formats/index.ts';
import { readCanonicalJson } from '../../intake/canonical-json/index.ts';
import { hintsFor } from '../../intake/hints.ts';
import { LARGEST_STORY } from '../../intake/reading.ts';
import { apply, release } from '../../newsroom/newsroom.ts';
import { contentOf, listedChanges } from '../../newsroom/plan.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { need } from './authenticate.ts';
import { readHandedIn } from './handed-in.ts';
import { embargoInput, STEPS, STORY_TYPES, type StepName, stepInput } from './inputs.ts';
import { apiHints } from './media.ts';
import { etagOf, expectedVersion, isProblem, receiptOf } from './preconditions.ts';
import { apiProblem, findingsProblem, sendApiProblem } from './problem.ts';
import { representationFor } from './representation.ts';
import { type ApiRouting, audienceOf, idOfKey, sendJson, showing } from './routing.ts';
import { answerAgain, answerDecision, authorOf } from './writing.ts';

/** Handing stories in, and every step of their lives. */
export function articleApi(routing: ApiRouting) {
  const router = express.Router({ caseSensitive: true, strict: true });
  const body = express.raw({ type: () => true, limit: LARGEST_STORY });
  router.get('/articles/:name', (request, response) => getArticle(routing, request, response));
  router.get('/articles/:key/versions', need('write'), (request, response) => getVersions(routing, request, response));
  router.get('/articles/:key/versions/:version', need('write'), (request, response) =>
    getVersion(routing, request, response),
  );
  router.put('/articles/:key', need('write'), body, (request, response) => putArticle(routing, request, response));
  router.post('/articles', need('write'), body, (request, response) => postArticle(routing, request, response));
  router.post('/check', need('write'), body, (request, response) => postArticle(routing, request, response, true));
  for (const step of STEPS) {
    router.post(`/articles/:key/${step}`, need('write'), body, (request, response) =>
      postStep(routing, [request, response], step),
    );
  }
  return router;
}

async function getArticle(routing: ApiRouting, request: Request, response: Response): Promise<void> {
  const name = String(request.params.name);
  const format = ARTICLE_FORMATS.find(({ extension }) => name.endsWith(extension));
  const id = idOfKey(routing, format === undefined ? name : name.slice(0, -format.extension.length));
  const audience = audienceOf(response);
  if (id === undefined) return notFound(response);
  if (format !== undefined) {
    const asking = {
      audience: audience === 'newsroom' ? { kind: 'entitled' as const } : audience,
      instant: routing.now(),
    };
    const face = await routing.publisher.face(id, format, asking);
    if (typeof face === 'number') return sendApiProblem(response, apiProblem(face, 'The story has no face here.'));
    response.set('Cache-Control', 'private, no-store').type(`${format.mediaType}; charset=utf-8`).send(face);
    return;
  }
  const article = await routing.store.archive.byId(id);
  const shown = article && representationFor(article, audience, showing(routing));
  if (article === undefined || shown === undefined) return notFound(response);
  response.set('ETag', etagOf(article.version));
  sendJson(response, 200, shown);
}

async function getVersions(routing: ApiRouting, request: Request, response: Response): Promise<void> {
  const id = idOfKey(routing, request.params.key);
  const versions = id === undefined ? [] : await routing.store.archive.versionsOf(id);
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
  const versions = id === undefined ? [] : await routing.store.archive.versionsOf(id);
  const article = versions.find(({ version }) => String(version) === request.params.version);
  if (article === undefined) return notFound(response);
  sendJson(response, 200, representationFor(article, 'newsroom', showing(routing)));
}

function notFound(response: Response): void {
  sendApiProblem(response, apiProblem(404, 'There is no such story for the holder of this key.'));
}

/** A story at its address: new, or in the place of the version that the client has in front of it. */
async function putArticle(routing: ApiRouting, request: Request, response: Response): Promise<void> {
  if (!isStoryType(request)) return wrongType(response);
  const id = idOfKey(routing, request.params.key);
  if (id === undefined) return sendApiProblem(response, apiProblem(404, 'A key has 26 letters a to z and digits.'));
  const stored = await routing.store.archive.byId(id);
  const expected = expectedVersion(request, stored?.version ?? 0);
  if (isProblem(expected)) return sendApiProblem(response, expected);
  if (stored !== undefined && expected === undefined) {
    const detail = `The story is there already: send \`If-Match: ${etagOf(stored.version)}\` to change that version.`;
    return sendApiProblem(response, apiProblem(428, detail));
  }
  await handIn(routing, [request, response], { stored, id, expected: expected ?? 0 });
}

/** A story without an address: it gets a key of its own, unless it brings one. */
async function postArticle(routing: ApiRouting, request: Request, response: Response, rehearse = false): Promise<void> {
  if (!isStoryType(request)) return wrongType(response);
  const receipt = rehearse ? undefined : receiptOf(request, response);
  if (isProblem(receipt)) return sendApiProblem(response, receipt);
  if (await answeredBefore(routing, response, receipt)) return;
  await handIn(routing, [request, response], { receipt, rehearse });
}

interface HandingIn {
  readonly stored?: Article | undefined;
  readonly id?: string;
  readonly expected?: number;
  readonly receipt?: Receipt | undefined;
  readonly rehearse?: boolean;
}

async function handIn(
  routing: ApiRouting,
  [request, response]: readonly [Request, Response],
  { stored, id, expected, receipt, rehearse = false }: HandingIn,
): Promise<void> {
  const { publisher, store, now } = routing;
  const reading = readHandedIn(request, {
    publication: publisher.site.publication,
    media: await apiHints(routing, request.body),
    now: now(),
    ...(id === undefined ? {} : { id }),
    ...(stored === undefined ? {} : { published: stored.publishAt }),
  });
  if ('problems' in reading) return sendApiProblem(response, findingsProblem(reading.problems));
  // A rehearsal of a story that is there is one of its change.
  const known = stored ?? (await store.archive.byId(reading.submission.id));
  if (id === undefined && known !== undefined && !rehearse) {
    return sendApiProblem(response, apiProblem(409, 'There is a story with this id: change it at its own address.'));
  }
  const submission = withHistory(reading.submission, known, reading.change && { ...reading.change, at: now() });
  const terms = {
    ...(expected === undefined ? {} : { expectedVersion: expected }),
    rehearse,
    ...(receipt && { receipt }),
  };
  const decision = await apply(store.archive, { submission, ...authorOf(response), ...terms }, now());
  const { warnings } = reading;
  await answerDecision(routing, [request, response], { decision, warnings, receipt, isNew: known === undefined });
}

/** What a client leaves out of a story's history goes on standing in it. */
function withHistory(submission: Submission, stored: Article | undefined, change: Change | undefined): Submission {
  const before = submission.changes.length === 0 && stored !== undefined ? listedChanges(stored) : submission.changes;
  return { ...submission, changes: change === undefined ? before : [...before, change] };
}

/** One step of a story's life, with the fields of the story that change with it. */
async function postStep(
  routing: ApiRouting,
  [request, response]: readonly [Request, Response],
  step: StepName,
): Promise<void> {
  const receipt = receiptOf(request, response);
  if (isProblem(receipt)) return sendApiProblem(response, receipt);
  if (await answeredBefore(routing, response, receipt)) return;
  const id = idOfKey(routing, request.params.key);
  const stored = id === undefined ? undefined : await routing.store.archive.byId(id);
  if (id === undefined || stored === undefined) return notFound(response);
  const expected = expectedVersion(request, stored.version);
  if (isProblem(expected)) return sendApiProblem(response, expected);
  const terms = { expectedVersion: expected ?? stored.version, ...(receipt && { receipt }) };
  const now = routing.now();
  if (step === 'release') {
    const decision = await release(routing.store.archive, { id, ...authorOf(response), ...terms }, now);
    return answerDecision(routing, [request, response], { decision, warnings: [], receipt });
  }
  const changed = await steppedSubmission(routing, { request, stored }, step);
  if ('problems' in changed) return sendApiProblem(response, findingsProblem(changed.problems));
  const decision = await apply(
    routing.store.archive,
    { submission: changed.submission, ...authorOf(response), ...terms },
    now,
  );
  await answerDecision(routing, [request, response], { decision, warnings: changed.warnings, receipt });
}

type Stepped =
  | { readonly submission: Submission; readonly warnings: readonly Finding[] }
  | { readonly problems: readonly Finding[] };

/** The stored story with what the step changes in it, checked as if it were handed in whole. */
async function steppedSubmission(
  routing: ApiRouting,
  { request, stored }: { readonly request: Request; readonly stored: Article },
  step: Exclude<StepName, 'release'>,
): Promise<Stepped> {
  const sent = stepIn(request, step);
  if ('problems' in sent) return sent;
  const { id, publishAt } = stored;
  const whole = { id, published: publishAt, ...contentOf(stored), changes: listedChanges(stored), ...sent.fields };
  const text = Buffer.from(JSON.stringify(withoutNull(whole)));
  const media = await apiHints(routing, text);
  const reading = readCanonicalJson(text, hintsFor('request', routing.publisher.site.publication, media));
  if ('problems' in reading || sent.change === undefined) return reading;
  const change = { ...sent.change, at: routing.now() };
  const submission = { ...reading.submission, changes: [...reading.submission.changes, change] };
  return { submission, warnings: reading.warnings };
}

interface SentStep {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly change?: Omit<Change, 'at'>;
}

/** The step in a request's body; an empty body says nothing more than the address. */
function stepIn(
  request: Request,
  step: Exclude<StepName, 'release'>,
): SentStep | { readonly problems: readonly Finding[] } {
  const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
  const data = parsedJson(text.trim() === '' ? '{}' : text);
  if (data === undefined) return { problems: [problem('json/well-formed', 'The body is not well-formed JSON.')] };
  const input = (step === 'embargo' ? embargoInput : stepInput).safeParse(data);
  if (!input.success) return { problems: input.error.issues.map(stepFinding) };
  if (step === 'embargo') {
    const { lift, ...embargo } = input.data as z.output<typeof embargoInput>;
    return { fields: { embargo: lift === true ? null : embargo } };
  }
  const { article = {}, ...said } = input.data as z.output<typeof stepInput>;
  return { fields: article, change: { kind: step, ...said } };
}

function stepFinding({ path, message }: z.core.$ZodIssue): Finding {
  const name = path.join('.');
  return problem('api/step', `${name === '' ? 'The body' : `\`${name}\``} ${message}.`, { path: name });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value) => (key === '__proto__' ? undefined : value));
  } catch {
    return undefined;
  }
}

function withoutNull(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function isStoryType(request: Request): boolean {
  return request.is([...STORY_TYPES]) !== false && request.is([...STORY_TYPES]) !== null;
}

function wrongType(response: Response): void {
  response.set('Accept-Post', STORY_TYPES.join(', '));
  sendApiProblem(response, apiProblem(415, `Send a story as ${STORY_TYPES.join(', ')}.`));
}

/** Answers a request that was answered before. */
async function answeredBefore(routing: ApiRouting, response: Response, receipt: Receipt | undefined): Promise<boolean> {
  const answered = receipt === undefined ? undefined : await routing.store.archive.answered(receipt);
  if (answered === undefined) return false;
  await answerAgain(routing, response, answered, receipt);
  return true;
}
