import type { Receipt, ReceiptOutcome } from '../../archive/commits.ts';
import type { Article } from '../../article/article.ts';
import { keyOf } from '../../article/identity.ts';
import type { Decision, RefusalReason } from '../../newsroom/decision.ts';
import { defined } from '../../text/defined.ts';
import type { Finding } from '../../text/finding.ts';
import type { ServerContext } from '../context.ts';
import { keyPath } from './address.ts';
import { etagOf } from './conditions.ts';
import { type ApiExchange, representationOptions, sendJson } from './context.ts';
import { type ApiProblem, apiProblem, reasonOf, sendApiProblem } from './problem.ts';
import { newsroomRepresentation } from './representation.ts';

/** A stored story with its warnings. */
export interface StoredStory {
  readonly article: Article;
  readonly steps: readonly string[];
  readonly warnings: readonly Finding[];
  readonly isNew?: boolean | undefined;
  readonly isUnchanged?: boolean;
}

/** The outcome of a write. */
export interface WriteOutcome {
  readonly decision: Decision;
  readonly warnings: readonly Finding[];
  readonly receipt?: Receipt | undefined;
  /** True for a new story. */
  readonly isNew?: boolean;
}

/** Responds to a write: with the stored version, or the reason for storing nothing. */
export async function sendDecision(
  context: ServerContext,
  exchange: ApiExchange,
  { decision, warnings, receipt, isNew }: WriteOutcome,
): Promise<void> {
  switch (decision.decision) {
    case 'stored':
      return sendWritten(context, exchange, { ...decision, warnings, isNew });
    case 'unchanged':
      return sendWritten(context, exchange, { article: decision.article, steps: [], warnings, isUnchanged: true });
    case 'repeated':
      return sendRepeated(context, exchange, { outcome: decision.repeated, receipt });
    case 'draft':
      return sendApiProblem(exchange.response, apiProblem(422, 'Drafts are not accepted here: set `published`.'));
    case 'refused':
      return sendApiProblem(
        exchange.response,
        refusalProblem(decision, exchange.request.headers['if-match'] !== undefined),
      );
  }
}

const STATUS: Readonly<Record<RefusalReason, number>> = {
  impossible: 409,
  version: 409,
  owner: 409,
  unknown: 404,
  early: 422,
  invalid: 422,
};

function refusalProblem(
  { because, reason, path }: Extract<Decision, { decision: 'refused' }>,
  isConditional: boolean,
): ApiProblem {
  const status = because === 'version' && isConditional ? 412 : STATUS[because];
  return apiProblem(status, `Refused: ${reason}.`, [defined({ detail: reason, path })]);
}

/**
 * Repeats the response to an earlier request with the same receipt.
 * @returns false if there was none
 */
export async function sendIfRepeated(
  context: ServerContext,
  exchange: ApiExchange,
  receipt: Receipt | undefined,
): Promise<boolean> {
  if (receipt === undefined) return false;
  const outcome = await context.store.archive.commits.receiptOutcome(receipt, exchange.now);
  if (outcome === undefined) return false;
  await sendRepeated(context, exchange, { outcome, receipt });
  return true;
}

/** A response about several articles, as it is stored for its receipt. */
export interface RepeatableResponse {
  readonly status: number;
  readonly data: unknown;
}

/** Repeats the response to the same request; another request with the same key is refused. */
async function sendRepeated(
  context: ServerContext,
  exchange: ApiExchange,
  { outcome, receipt }: { readonly outcome: ReceiptOutcome; readonly receipt: Receipt | undefined },
): Promise<void> {
  const { response } = exchange;
  if (receipt !== undefined && receipt.requestHash !== outcome.requestHash) {
    const detail = 'This `Idempotency-Key` was used for another request: take a new one for each.';
    return sendApiProblem(response, apiProblem(422, detail));
  }
  if ('response' in outcome) {
    const { status, data } = JSON.parse(outcome.response) as RepeatableResponse;
    response.set('Idempotent-Replayed', 'true');
    return sendJson(response, status, data);
  }
  const { articleId, version } = outcome;
  const versions = await context.store.archive.articles.versionsOf(articleId);
  const article = versions.find((one) => one.version === version);
  if (article === undefined) return sendApiProblem(response, apiProblem(404, 'The story has been erased.'));
  response.set('Idempotent-Replayed', 'true');
  sendWritten(context, exchange, { article, steps: [], warnings: [], isNew: version === 1 });
}

function sendWritten(
  context: ServerContext,
  exchange: ApiExchange,
  { article, steps, warnings, isNew = false, isUnchanged = false }: StoredStory,
): void {
  const { response } = exchange;
  const { article: _, ...about } = newsroomRepresentation(article, representationOptions(context, exchange));
  response.set({ ETag: etagOf(article.version), Location: keyPath(keyOf(article.id) ?? '') });
  sendJson(response, isNew ? 201 : 200, {
    decision: isUnchanged ? 'unchanged' : 'stored',
    ...about,
    steps,
    warnings: warnings.map(reasonOf),
  });
}
