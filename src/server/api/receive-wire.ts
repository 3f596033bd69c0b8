import type { Receipt } from '../../archive/commits.ts';
import { keyOf } from '../../article/identity.ts';
import { documentKind } from '../../intake/document-kind.ts';
import { receiveWire, type WireOutcome, type WireReceipt } from '../../newsroom/wire/receive.ts';
import { parseWire } from '../../parsing/parse-wire.ts';
import type { Finding } from '../../text/finding.ts';
import type { RefusedDocument } from '../../workers/job.ts';
import type { ServerContext } from '../context.ts';
import { BODY_NAME, bodyOf } from '../exchange.ts';
import { type ApiExchange, authorOf, sendJson } from './context.ts';
import { findingsProblem, reasonOf, sendApiProblem } from './problem.ts';
import { STORY_TYPES, WIRE_TYPES } from './request-schemas.ts';
import type { RepeatableResponse } from './write-response.ts';

/** Options of receiving a document. */
export interface WireOptions {
  readonly dryRun: boolean;
  readonly receipt?: Receipt | undefined;
}

/**
 * Receives a wire document: one story or many, each accepted or refused on its own.
 * @returns false for a story of the publication, to which nothing was sent
 */
export async function postWireDocument(
  { documents, store, mediaFiles }: ServerContext,
  exchange: ApiExchange,
  { dryRun, receipt }: WireOptions,
): Promise<boolean> {
  const { request, now } = exchange;
  const isKnown = request.is([...WIRE_TYPES, ...STORY_TYPES]) !== false;
  // The content decides: Content-Types are often wrong.
  if (!isKnown || (request.is('text/markdown') && documentKind(bodyOf(exchange)) !== 'xml')) return false;
  const { section, language, publish } = request.query as { section?: string; language?: string; publish?: string };
  const received = await receiveWire(
    {
      ...store,
      read: (bytes, stored) =>
        parseWire({
          bytes,
          file: BODY_NAME,
          accepts: 'documents',
          publication: documents.site.publication,
          media: { stored, folder: mediaFiles.folder },
          now,
          section,
          publishes: publish === 'true',
          defaultLanguage: language === undefined ? undefined : String(language),
        }),
      author: authorOf(exchange),
      now,
      dryRun,
    },
    bodyOf(exchange),
  );
  if (received === undefined) return false;
  if ('problems' in received) {
    sendApiProblem(exchange.response, findingsProblem(received.problems));
    return true;
  }
  const response = responseTo(received, dryRun);
  if (receipt !== undefined && !dryRun)
    await store.archive.commits.storeResponse(receipt, JSON.stringify(response), now);
  sendJson(exchange.response, response.status, response.data);
  return true;
}

function responseTo(
  { outcomes, refused, warnings }: Exclude<WireReceipt, RefusedDocument>,
  dryRun: boolean,
): RepeatableResponse {
  const stories = outcomes.map(outcomeFor);
  const isNew = stories.some(({ decision, version }) => decision === 'stored' && version === 1);
  const data = { stories, refused: reasons(refused), warnings: reasons(warnings) };
  return { status: isNew && !dryRun ? 201 : 200, data };
}

function reasons(findings: readonly Finding[]) {
  return findings.map(reasonOf);
}

/** The outcome of one story for the client. */
interface Outcome {
  readonly decision: string;
  readonly version?: number;
  readonly status?: string;
  readonly slug?: string;
  readonly steps?: readonly string[];
  readonly because?: string;
  readonly reason?: string;
}

function outcomeFor({ item, decision }: WireOutcome) {
  const { id, guid, warnings } = item;
  return { id, key: keyOf(id), ...decisionFor(decision), guid, warnings: reasons(warnings) };
}

function decisionFor(decision: WireOutcome['decision']): Outcome {
  switch (decision.decision) {
    case 'stored': {
      const { version, status, slug } = decision.article;
      return { decision: 'stored', version, status, slug, steps: decision.steps };
    }
    case 'unchanged':
      return { decision: 'unchanged', version: decision.article.version };
    case 'late':
      return { decision: 'unchanged', version: decision.article.version, reason: decision.reason };
    case 'nothing':
      return { decision: 'unchanged', reason: decision.reason };
    case 'refused':
      return { decision: 'refused', because: decision.because, reason: decision.reason };
    default:
      return { decision: decision.decision };
  }
}
