import type { Request, Response } from 'express';
import type { Receipt, ReceiptOutcome } from '../../archive/commits.ts';
import type { Article } from '../../article/article.ts';
import { keyOf } from '../../article/identity.ts';
import type { Decision, RefusalReason } from '../../newsroom/decision.ts';
import type { Author } from '../../newsroom/submit-story.ts';
import type { Finding } from '../../text/finding.ts';
import { keyIn } from './authenticate.ts';
import { etagOf } from './conditions.ts';
import { type ApiRouting, representationOptions, sendJson } from './context.ts';
import { type ApiProblem, apiProblem, reasonOf, sendApiProblem } from './problem.ts';
import { newsroomRepresentation } from './representation.ts';

/** Returns the actor and the channel of a request. */
export function authorOf(response: Response): Author {
  const { name, id } = keyIn(response);
  return { actor: `${name} (${id})`, origin: 'api' };
}

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
  routing: ApiRouting,
  [request, response]: readonly [Request, Response],
  { decision, warnings, receipt, isNew }: WriteOutcome,
): Promise<void> {
  switch (decision.decision) {
    case 'stored':
      return sendWritten(routing, response, { ...decision, warnings, isNew });
    case 'unchanged':
      return sendWritten(routing, response, { article: decision.article, steps: [], warnings, isUnchanged: true });
    case 'repeated':
      return sendRepeated(routing, response, decision.repeated, receipt);
    case 'draft':
      return sendApiProblem(
        response,
        apiProblem(422, 'A draft is nobody’s business yet: hand it in with `published`.'),
      );
    case 'refused':
      return sendApiProblem(response, refusalProblem(decision, request.headers['if-match'] !== undefined));
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
  return apiProblem(status, `Refused: ${reason}.`, [{ detail: reason, ...(path === undefined ? {} : { path }) }]);
}

/** Repeats the response to the same request; another request with the same key is refused. */
export async function sendRepeated(
  routing: ApiRouting,
  response: Response,
  { articleId, version, requestHash }: ReceiptOutcome,
  receipt: Receipt | undefined,
): Promise<void> {
  if (receipt !== undefined && receipt.requestHash !== requestHash) {
    const detail = 'This `Idempotency-Key` was used for another request: take a new one for each.';
    return sendApiProblem(response, apiProblem(422, detail));
  }
  const versions = await routing.store.archive.articles.versionsOf(articleId);
  const article = versions.find((known) => known.version === version);
  if (article === undefined) return sendApiProblem(response, apiProblem(404, 'There is no such story any more.'));
  response.set('Idempotent-Replayed', 'true');
  sendWritten(routing, response, { article, steps: [], warnings: [], isNew: version === 1 });
}

function sendWritten(
  routing: ApiRouting,
  response: Response,
  { article, steps, warnings, isNew = false, isUnchanged = false }: StoredStory,
): void {
  const { article: _, ...about } = newsroomRepresentation(article, representationOptions(routing));
  response.set({ ETag: etagOf(article.version), Location: `/api/v1/articles/${keyOf(article.id)}` });
  sendJson(response, isNew ? 201 : 200, {
    decision: isUnchanged ? 'unchanged' : 'stored',
    ...about,
    steps,
    warnings: warnings.map(reasonOf),
  });
}
