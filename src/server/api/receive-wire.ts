import { keyOf } from '../../article/identity.ts';
import { readOptionsFor } from '../../intake/read-options.ts';
import { isWireJson, readWireJson, readWireXml } from '../../intake/wire-format.ts';
import { receiveWire, type WireOutcome } from '../../newsroom/wire/receive.ts';
import type { Finding } from '../../text/finding.ts';
import type { ServerContext } from '../context.ts';
import { BODY_NAME, bodyOf } from '../exchange.ts';
import { type ApiExchange, authorOf, sendJson } from './context.ts';
import { findingsProblem, reasonOf, sendApiProblem } from './problem.ts';
import { WIRE_TYPES } from './request-schemas.ts';

/** True for wire documents, false for a story of the publication. */
export function isWireDocument(exchange: ApiExchange): boolean {
  const { request } = exchange;
  if (request.is([...WIRE_TYPES])) return true;
  return request.is('application/json') !== false && isWireJson(bodyOf(exchange));
}

/** Receives a wire document: one story or many, each accepted or refused on its own. */
export async function postWireDocument(
  { documents, store, mediaFiles }: ServerContext,
  exchange: ApiExchange,
  { dryRun }: { readonly dryRun: boolean },
): Promise<void> {
  const { request, response, now } = exchange;
  const { section, language } = request.query as { section?: string; language?: string };
  const { publication } = documents.site;
  const read = request.is('application/json') ? readWireJson : readWireXml;
  const receipt = await receiveWire(
    {
      ...store,
      mediaFolder: (name) => mediaFiles.file(name),
      read: (bytes, media) =>
        read(bytes, {
          ...readOptionsFor(BODY_NAME, publication, media),
          now,
          section: publication.sections.some(({ key }) => key === section) ? section : undefined,
          defaultLanguage: language === undefined ? undefined : String(language),
        }),
      author: authorOf(exchange),
      now,
      dryRun,
    },
    bodyOf(exchange),
  );
  if ('problems' in receipt) return sendApiProblem(response, findingsProblem(receipt.problems));
  const stories = receipt.outcomes.map(outcomeFor);
  const isNew = stories.some(({ decision, version }) => decision === 'stored' && version === 1);
  sendJson(response, isNew && !dryRun ? 201 : 200, {
    stories,
    refused: reasons(receipt.refused),
    warnings: reasons(receipt.warnings),
  });
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
