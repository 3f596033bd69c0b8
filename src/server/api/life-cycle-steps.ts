import type { z } from 'zod';
import type { Article } from '../../article/article.ts';
import type { Change } from '../../article/change.ts';
import type { Submission } from '../../article/submission.ts';
import { decodeUtf8 } from '../../intake/decode.ts';
import { parseJsonObject } from '../../intake/json.ts';
import { contentOf, listedChanges } from '../../newsroom/plan.ts';
import { releaseEmbargo, submitStory } from '../../newsroom/submit-story.ts';
import { STORY_DATA_JOB } from '../../parsing/jobs.ts';
import { defined } from '../../text/defined.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { runJob } from '../../workers/run-job.ts';
import type { ServerContext } from '../context.ts';
import { BODY_NAME, bodyOf, parameter } from '../exchange.ts';
import { expectedVersion, isProblem, receiptOf } from './conditions.ts';
import { type ApiExchange, authorOf, idOfKey, sendNotFound } from './context.ts';
import { mediaSourceFor } from './parse-story.ts';
import { findingsProblem, sendApiProblem } from './problem.ts';
import { embargoInput, type StepName, stepInput } from './request-schemas.ts';
import { sendDecision, sendIfRepeated } from './write-response.ts';

/** Applies one transition of a story, with the fields of the story that change with it. */
export async function postStep(context: ServerContext, exchange: ApiExchange, step: StepName): Promise<void> {
  const { response, now } = exchange;
  const { archive } = context.store;
  const receipt = receiptOf(exchange);
  if (isProblem(receipt)) return sendApiProblem(response, receipt);
  if (await sendIfRepeated(context, exchange, receipt)) return;
  const id = idOfKey(context, parameter(exchange, 'key'));
  const stored = id === undefined ? undefined : await archive.articles.byId(id);
  if (id === undefined || stored === undefined) return sendNotFound(exchange);
  const expected = expectedVersion(exchange, stored.version);
  if (isProblem(expected)) return sendApiProblem(response, expected);
  const options = { ...authorOf(exchange), expectedVersion: expected ?? stored.version, ...defined({ receipt }) };
  if (step === 'release') {
    const decision = await releaseEmbargo(archive, { id, ...options }, now);
    return sendDecision(context, exchange, { decision, warnings: [], receipt });
  }
  const changed = await changedStory(context, exchange, { stored, step });
  if ('problems' in changed) return sendApiProblem(response, findingsProblem(changed.problems));
  const { warnings, ...story } = changed;
  const decision = await submitStory(archive, { ...story, ...options }, now);
  await sendDecision(context, exchange, { decision, warnings, receipt });
}

type ChangedStory =
  | { readonly submission: Submission; readonly change?: Omit<Change, 'at'>; readonly warnings: readonly Finding[] }
  | { readonly problems: readonly Finding[] };

/**
 * Returns the stored story with the changes of a transition. New fields are validated together with the stored ones; a
 * transition without fields depends on nothing else, so that a kill is always possible.
 */
async function changedStory(
  context: ServerContext,
  exchange: ApiExchange,
  { stored, step }: { readonly stored: Article; readonly step: Exclude<StepName, 'release'> },
): Promise<ChangedStory> {
  const sent = stepIn(exchange, step);
  if ('problems' in sent) return sent;
  const { id, publishAt } = stored;
  const changes = listedChanges(stored);
  const whole = { id, published: publishAt, ...contentOf(stored), changes };
  const read: ChangedStory =
    Object.keys(sent.fields).length === 0
      ? { submission: { ...whole, draft: false }, warnings: [] }
      : await checkedFields(context, { ...whole, ...sent.fields });
  return 'problems' in read ? read : { ...read, ...defined({ change: sent.change }) };
}

async function checkedFields(context: ServerContext, fields: Readonly<Record<string, unknown>>): Promise<ChangedStory> {
  const { publication } = context.documents.site;
  const media = await mediaSourceFor(Buffer.from(JSON.stringify(fields)), context);
  return runJob(STORY_DATA_JOB, { data: withoutNull(fields), file: BODY_NAME, publication, media });
}

/** Fields that a transition cannot change. */
const FIXED = ['id', 'changes', 'draft'] as const;

interface SentStep {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly change?: Omit<Change, 'at'>;
}

/** Returns the transition in a request's body; an empty body is allowed. */
function stepIn(
  exchange: ApiExchange,
  step: Exclude<StepName, 'release'>,
): SentStep | { readonly problems: readonly Finding[] } {
  const body = bodyOf(exchange);
  const bytes = body.length > 0 ? body : Buffer.from('{}');
  const decoded = decodeUtf8(bytes, BODY_NAME);
  if ('problems' in decoded) return decoded;
  const parsed = parseJsonObject(decoded.text, BODY_NAME);
  if ('problems' in parsed) return parsed;
  const input = (step === 'embargo' ? embargoInput : stepInput).safeParse(parsed.data);
  if (!input.success) return { problems: input.error.issues.map(stepFinding) };
  if (step === 'embargo') {
    const { lift, ...embargo } = input.data as z.output<typeof embargoInput>;
    return { fields: { embargo: lift === true ? null : embargo } };
  }
  const fixed = FIXED.filter((field) => Object.hasOwn((input.data as z.output<typeof stepInput>).article ?? {}, field));
  if (fixed.length > 0) {
    const message = `\`article.${fixed[0]}\` cannot be changed by a transition: leave it out.`;
    return { problems: [problem('api/step', message, { path: `article.${fixed[0]}` })] };
  }
  const { article = {}, ...details } = input.data as z.output<typeof stepInput>;
  return { fields: article, change: { kind: step, ...details } };
}

function stepFinding({ path, message }: z.core.$ZodIssue): Finding {
  const name = path.join('.');
  const field = name === '' ? 'The body' : `\`${name}\``;
  return problem('api/step', `${field} ${message}.`, { path: name });
}

function withoutNull(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
