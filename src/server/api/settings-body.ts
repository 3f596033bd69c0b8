import type { z } from 'zod';
import { decodeUtf8 } from '../../intake/decode.ts';
import { parseJsonObject } from '../../intake/json.ts';
import { type Finding, problem } from '../../text/finding.ts';
import { BODY_NAME, bodyOf } from '../exchange.ts';
import type { ApiExchange } from './context.ts';

/** Settings in a request, or the reasons for their refusal. */
export type ReadSettings<Data> = { readonly settings: Data } | { readonly problems: readonly Finding[] };

/**
 * Reads settings in JSON from the body of a request.
 * @param fixed fields that the address states
 */
export function settingsIn<Data>(
  exchange: ApiExchange,
  { schema, fixed = {} }: { readonly schema: z.ZodType<Data>; readonly fixed?: object },
): ReadSettings<Data> {
  const decoded = decodeUtf8(bodyOf(exchange), BODY_NAME);
  if ('problems' in decoded) return decoded;
  const read = parseJsonObject(decoded.text, BODY_NAME);
  if ('problems' in read) return read;
  const parsed = schema.safeParse({ ...read.data, ...fixed });
  if (parsed.success) return { settings: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) =>
    problem('settings/invalid', `\`${path.join('.') || BODY_NAME}\` ${message}.`, { path: path.join('.') }),
  );
  return { problems };
}
