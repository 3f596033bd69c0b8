import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Article } from '../../article/article.ts';
import type { Change } from '../../article/change.ts';
import type { Submission } from '../../article/submission.ts';
import { readCanonicalJson } from '../../intake/canonical-json/index.ts';
import { decodeUtf8 } from '../../intake/decode.ts';
import { readOptionsFor } from '../../intake/read-options.ts';
import { contentOf, listedChanges } from '../../newsroom/plan.ts';
import { releaseEmbargo, submitStory } from '../../newsroom/submit-story.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { expectedVersion, isProblem, receiptOf } from './conditions.ts';
import { type ApiRouting, idOfKey, notFound } from './context.ts';
import { apiMediaLookUp } from './media.ts';
import { findingsProblem, sendApiProblem } from './problem.ts';
import { embargoInput, type StepName, stepInput } from './request-schemas.ts';
import { sendIfRepeated } from './submit-story.ts';
import { authorOf, sendDecision } from './write-response.ts';

/** Applies one transition of a story, with the fields of the story that change with it. */
export async function postStep(
  routing: ApiRouting,
  [request, response]: readonly [Request, Response],
  step: StepName,
): Promise<void> {
  const receipt = receiptOf(request, response);
  if (isProblem(receipt)) return sendApiProblem(response, receipt);
  if (await sendIfRepeated(routing, response, receipt)) return;
  const id = idOfKey(routing, request.params.key);
  const stored = id === undefined ? undefined : await routing.store.archive.articles.byId(id);
  if (id === undefined || stored === undefined) return notFound(response);
  const expected = expectedVersion(request, stored.version);
  if (isProblem(expected)) return sendApiProblem(response, expected);
  const terms = { expectedVersion: expected ?? stored.version, ...(receipt && { receipt }) };
  const now = routing.now();
  if (step === 'release') {
    const decision = await releaseEmbargo(routing.store.archive, { id, ...authorOf(response), ...terms }, now);
    return sendDecision(routing, [request, response], { decision, warnings: [], receipt });
  }
  const changed = await steppedSubmission(routing, { request, stored }, step);
  if ('problems' in changed) return sendApiProblem(response, findingsProblem(changed.problems));
  const decision = await submitStory(
    routing.store.archive,
    { submission: changed.submission, ...authorOf(response), ...terms },
    now,
  );
  await sendDecision(routing, [request, response], { decision, warnings: changed.warnings, receipt });
}

type Stepped =
  | { readonly submission: Submission; readonly warnings: readonly Finding[] }
  | { readonly problems: readonly Finding[] };

/** Returns the stored story with the changes of a transition, validated as a whole. */
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
  const media = await apiMediaLookUp(routing, text);
  const reading = readCanonicalJson(text, readOptionsFor('request', routing.publisher.site.publication, media));
  if ('problems' in reading || sent.change === undefined) return reading;
  const change = { ...sent.change, at: routing.now() };
  const submission = { ...reading.submission, changes: [...reading.submission.changes, change] };
  return { submission, warnings: reading.warnings };
}

/** Fields that a transition cannot change. */
const FIXED = ['id', 'changes', 'draft'] as const;

interface SentStep {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly change?: Omit<Change, 'at'>;
}

/** Returns the transition in a request's body; an empty body is allowed. */
function stepIn(
  request: Request,
  step: Exclude<StepName, 'release'>,
): SentStep | { readonly problems: readonly Finding[] } {
  const bytes: Buffer = Buffer.isBuffer(request.body) && request.body.length > 0 ? request.body : Buffer.from('{}');
  const decoded = decodeUtf8(bytes, 'request');
  if ('problems' in decoded) return decoded;
  const data = parsedJson(decoded.text);
  if (data === undefined) return { problems: [problem('json/well-formed', 'The body is not well-formed JSON.')] };
  const input = (step === 'embargo' ? embargoInput : stepInput).safeParse(data);
  if (!input.success) return { problems: input.error.issues.map(stepFinding) };
  if (step === 'embargo') {
    const { lift, ...embargo } = input.data as z.output<typeof embargoInput>;
    return { fields: { embargo: lift === true ? null : embargo } };
  }
  const fixed = FIXED.filter((field) => Object.hasOwn((input.data as z.output<typeof stepInput>).article ?? {}, field));
  if (fixed.length > 0) {
    const message = `\`article.${fixed[0]}\` is no part of the text: a step leaves it as it is.`;
    return { problems: [problem('api/step', message, { path: `article.${fixed[0]}` })] };
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
