import type { Request, Response } from 'express';
import type { Receipt } from '../../archive/commits.ts';
import type { Article } from '../../article/article.ts';
import type { Change } from '../../article/change.ts';
import type { Submission } from '../../article/submission.ts';
import { listedChanges } from '../../newsroom/plan.ts';
import { submitStory } from '../../newsroom/submit-story.ts';
import { etagOf, expectedVersion, isProblem, receiptOf } from './conditions.ts';
import { type ApiRouting, idOfKey } from './context.ts';
import { apiMediaLookUp } from './media.ts';
import { parseStory } from './parse-story.ts';
import { apiProblem, findingsProblem, sendApiProblem } from './problem.ts';
import { isWireDocument, postWireDocument } from './receive-wire.ts';
import { STORY_TYPES, WIRE_TYPES } from './request-schemas.ts';
import { authorOf, sendDecision, sendRepeated } from './write-response.ts';

/** A story at its address: new, or in the place of the version that the client has in front of it. */
export async function putArticle(routing: ApiRouting, request: Request, response: Response): Promise<void> {
  if (!isStoryType(request)) return wrongType(response);
  const id = idOfKey(routing, request.params.key);
  if (id === undefined) return sendApiProblem(response, apiProblem(404, 'A key has 26 letters a to z and digits.'));
  const stored = await routing.store.archive.articles.byId(id);
  const expected = expectedVersion(request, stored?.version ?? 0);
  if (isProblem(expected)) return sendApiProblem(response, expected);
  if (stored !== undefined && expected === undefined) {
    const detail = `The story is there already: send \`If-Match: ${etagOf(stored.version)}\` to change that version.`;
    return sendApiProblem(response, apiProblem(428, detail));
  }
  await submit(routing, [request, response], { stored, id, expected: expected ?? 0 });
}

/** A story without an address: it gets a key of its own, unless it brings one. */
export async function postArticle(
  routing: ApiRouting,
  request: Request,
  response: Response,
  dryRun = false,
): Promise<void> {
  if (isWireDocument(request)) return postWireDocument(routing, [request, response], dryRun);
  if (!isStoryType(request)) return wrongType(response, [...STORY_TYPES, ...WIRE_TYPES]);
  const receipt = dryRun ? undefined : receiptOf(request, response);
  if (isProblem(receipt)) return sendApiProblem(response, receipt);
  if (await sendIfRepeated(routing, response, receipt)) return;
  await submit(routing, [request, response], { receipt, dryRun });
}

interface SubmitOptions {
  readonly stored?: Article | undefined;
  readonly id?: string;
  readonly expected?: number;
  readonly receipt?: Receipt | undefined;
  readonly dryRun?: boolean;
}

async function submit(
  routing: ApiRouting,
  [request, response]: readonly [Request, Response],
  { stored, id, expected, receipt, dryRun = false }: SubmitOptions,
): Promise<void> {
  const { publisher, store, now } = routing;
  const reading = parseStory(request, {
    publication: publisher.site.publication,
    media: await apiMediaLookUp(routing, request.body),
    now: now(),
    ...(id === undefined ? {} : { id }),
    ...(stored === undefined ? {} : { published: stored.publishAt }),
  });
  if ('problems' in reading) return sendApiProblem(response, findingsProblem(reading.problems));
  // A rehearsal of a story that is there is one of its change.
  const known = stored ?? (await store.archive.articles.byId(reading.submission.id));
  if (id === undefined && known !== undefined && !dryRun) {
    return sendApiProblem(response, apiProblem(409, 'There is a story with this id: change it at its own address.'));
  }
  if (known === undefined && reading.change !== undefined) {
    const detail = 'A new story has no `change` yet; one with a history of its own brings it as `changes`.';
    return sendApiProblem(response, apiProblem(422, detail, [{ detail, path: 'change' }]));
  }
  const submission = withHistory(reading.submission, known, reading.change && { ...reading.change, at: now() });
  const terms = {
    ...(expected === undefined ? {} : { expectedVersion: expected }),
    dryRun,
    ...(receipt && { receipt }),
  };
  const decision = await submitStory(store.archive, { submission, ...authorOf(response), ...terms }, now());
  const { warnings } = reading;
  await sendDecision(routing, [request, response], { decision, warnings, receipt, isNew: known === undefined });
}

/** What a client leaves out of a story's history goes on standing in it. */
function withHistory(submission: Submission, stored: Article | undefined, change: Change | undefined): Submission {
  const before = submission.changes.length === 0 && stored !== undefined ? listedChanges(stored) : submission.changes;
  return { ...submission, changes: change === undefined ? before : [...before, change] };
}

function isStoryType(request: Request): boolean {
  return request.is([...STORY_TYPES]) !== false && request.is([...STORY_TYPES]) !== null;
}

function wrongType(response: Response, types: readonly string[] = STORY_TYPES): void {
  response.set('Accept-Post', types.join(', '));
  sendApiProblem(response, apiProblem(415, `Send a story as ${types.join(', ')}.`));
}

/** Answers a request that was answered before. */
export async function sendIfRepeated(
  routing: ApiRouting,
  response: Response,
  receipt: Receipt | undefined,
): Promise<boolean> {
  const answered =
    receipt === undefined ? undefined : await routing.store.archive.commits.receiptOutcome(receipt, routing.now());
  if (answered === undefined) return false;
  await sendRepeated(routing, response, answered, receipt);
  return true;
}
