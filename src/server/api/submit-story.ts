import type { Receipt } from '../../archive/commits.ts';
import type { Article } from '../../article/article.ts';
import type { Submission } from '../../article/submission.ts';
import { listedChanges } from '../../newsroom/plan.ts';
import { submitStory } from '../../newsroom/submit-story.ts';
import { defined } from '../../text/defined.ts';
import type { ServerContext } from '../context.ts';
import { parameter } from '../exchange.ts';
import { etagOf, expectedVersion, isProblem, receiptOf } from './conditions.ts';
import { type ApiExchange, authorOf, idOfKey } from './context.ts';
import { parseStory } from './parse-story.ts';
import { apiProblem, findingsProblem, sendApiProblem } from './problem.ts';
import { postWireDocument } from './receive-wire.ts';
import { STORY_TYPES, WIRE_TYPES } from './request-schemas.ts';
import { sendDecision, sendIfRepeated } from './write-response.ts';

/** Stores a story at its address: a new one, or the next version of the one that the client edited. */
export async function putArticle(context: ServerContext, exchange: ApiExchange): Promise<void> {
  const { response } = exchange;
  if (!isStoryType(exchange)) return sendWrongType(exchange);
  const id = idOfKey(context, parameter(exchange, 'key'));
  if (id === undefined) return sendApiProblem(response, apiProblem(404, 'A key has 26 letters a to z and digits.'));
  const stored = await context.store.archive.articles.byId(id);
  const expected = expectedVersion(exchange, stored?.version ?? 0);
  if (isProblem(expected)) return sendApiProblem(response, expected);
  if (stored !== undefined && expected === undefined) {
    const detail = `The story exists: send \`If-Match: ${etagOf(stored.version)}\` to change that version.`;
    return sendApiProblem(response, apiProblem(428, detail));
  }
  await submit(context, exchange, { stored, id, expectedVersion: expected ?? 0 });
}

/** Stores a new story, which gets a key if it has none, or receives a wire document. */
export async function postArticle(
  context: ServerContext,
  exchange: ApiExchange,
  { dryRun }: { readonly dryRun: boolean },
): Promise<void> {
  const receipt = dryRun ? undefined : receiptOf(exchange);
  if (isProblem(receipt)) return sendApiProblem(exchange.response, receipt);
  if (await sendIfRepeated(context, exchange, receipt)) return;
  if (await postWireDocument(context, exchange, { dryRun, receipt })) return;
  if (!isStoryType(exchange)) return sendWrongType(exchange, [...STORY_TYPES, ...WIRE_TYPES]);
  await submit(context, exchange, { receipt, dryRun });
}

interface SubmitOptions {
  readonly stored?: Article | undefined;
  readonly id?: string;
  readonly expectedVersion?: number;
  readonly receipt?: Receipt | undefined;
  readonly dryRun?: boolean;
}

async function submit(context: ServerContext, exchange: ApiExchange, options: SubmitOptions): Promise<void> {
  const { store } = context;
  const { response, now } = exchange;
  const { stored, id, receipt, dryRun = false } = options;
  const parsed = await parseStory(context, exchange, defined({ id, published: stored?.publishAt }));
  if ('problems' in parsed) return sendApiProblem(response, findingsProblem(parsed.problems));
  // A dry run for an existing story is one of its change.
  const existing = stored ?? (await store.archive.articles.byId(parsed.submission.id));
  if (id === undefined && existing !== undefined && !dryRun) {
    return sendApiProblem(response, apiProblem(409, 'A story with this id exists: change it at its own address.'));
  }
  if (existing === undefined && parsed.change !== undefined) {
    const detail = 'A new story has no `change` yet: send its history as `changes`.';
    return sendApiProblem(response, apiProblem(422, detail, [{ detail, path: 'change' }]));
  }
  const command = {
    submission: withHistory(parsed.submission, existing),
    ...authorOf(exchange),
    dryRun,
    ...defined({ change: parsed.change, expectedVersion: options.expectedVersion, receipt }),
  };
  const decision = await submitStory(store.archive, command, now);
  const { warnings } = parsed;
  await sendDecision(context, exchange, { decision, warnings, receipt, isNew: existing === undefined });
}

/** Adds the story's history, which a client may leave out. */
function withHistory(submission: Submission, stored: Article | undefined): Submission {
  return submission.changes.length > 0 || stored === undefined
    ? submission
    : { ...submission, changes: listedChanges(stored) };
}

function isStoryType({ request }: ApiExchange): boolean {
  const type = request.is([...STORY_TYPES]);
  return type !== false && type !== null;
}

function sendWrongType({ response }: ApiExchange, types: readonly string[] = STORY_TYPES): void {
  response.set('Accept-Post', types.join(', '));
  sendApiProblem(response, apiProblem(415, `Send a story as ${types.join(', ')}.`));
}
