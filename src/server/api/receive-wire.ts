import type { Request, Response } from 'express';
import { keyOf } from '../../article/identity.ts';
import { readOptionsFor } from '../../intake/read-options.ts';
import { isWireJson, readWireJson, readWireXml } from '../../intake/wire-format.ts';
import { receiveItem, type WireDecision } from '../../newsroom/wire/receive-item.ts';
import type { Finding } from '../../text/finding.ts';
import { type ApiRouting, sendJson } from './context.ts';
import { apiMediaLookUp } from './media.ts';
import { findingsProblem, reasonOf, sendApiProblem } from './problem.ts';
import { WIRE_TYPES } from './request-schemas.ts';
import { authorOf } from './write-response.ts';

/** True for what an agency sends, and false for a story of ours. */
export function isWireDocument(request: Request): boolean {
  if (request.is([...WIRE_TYPES])) return true;
  const bytes: unknown = request.body;
  return request.is('application/json') !== false && Buffer.isBuffer(bytes) && isWireJson(bytes);
}

/** Takes what an agency or another publisher sent: one document with one story or many, each decided by itself. */
export async function postWireDocument(
  routing: ApiRouting,
  [request, response]: readonly [Request, Response],
  dryRun: boolean,
): Promise<void> {
  const { publisher, store, now } = routing;
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const { section, language } = request.query as { section?: string; language?: string };
  const { publication } = publisher.site;
  const known = publication.sections.some(({ key }) => key === section);
  const options = {
    ...readOptionsFor('request', publication, await apiMediaLookUp(routing, bytes)),
    now: now(),
    section: known ? section : undefined,
    defaultLanguage: language === undefined ? undefined : String(language),
  };
  const delivery = request.is('application/json') ? readWireJson(bytes, options) : readWireXml(bytes, options);
  if ('problems' in delivery) return sendApiProblem(response, findingsProblem(delivery.problems));
  const stories = [];
  for (const item of delivery.items) {
    const terms = { dryRun };
    const decided = await receiveItem(store.archive, item, { author: authorOf(response), now: now(), terms });
    stories.push({ ...whatBecameOf(item.id, decided), guid: item.guid, warnings: reasons(item.warnings) });
  }
  const isNew = stories.some(({ decision, version }) => decision === 'stored' && version === 1);
  sendJson(response, isNew && !dryRun ? 201 : 200, {
    stories,
    refused: reasons(delivery.refused),
    warnings: reasons(delivery.warnings),
  });
}

function reasons(findings: readonly Finding[]) {
  return findings.map(reasonOf);
}

/** What became of one story, as the client is told. */
interface Outcome {
  readonly id: string;
  readonly key: string | undefined;
  readonly decision: string;
  readonly version?: number;
  readonly status?: string;
  readonly slug?: string;
  readonly steps?: readonly string[];
  readonly because?: string;
  readonly reason?: string;
}

function whatBecameOf(id: string, decided: WireDecision): Outcome {
  const named = { id, key: keyOf(id) };
  switch (decided.decision) {
    case 'stored': {
      const { version, status, slug } = decided.article;
      return { ...named, decision: 'stored', version, status, slug, steps: decided.steps };
    }
    case 'unchanged':
      return { ...named, decision: 'unchanged', version: decided.article.version };
    case 'late':
      return { ...named, decision: 'unchanged', version: decided.article.version, reason: decided.reason };
    case 'nothing':
      return { ...named, decision: 'unchanged', reason: decided.reason };
    case 'refused':
      return { ...named, decision: 'refused', because: decided.because, reason: decided.reason };
    default:
      return { ...named, decision: decided.decision };
  }
}
