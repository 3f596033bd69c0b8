import type { FormatContext } from '../formats/format.ts';
import { frameOf } from './frame.ts';
import { renderTemplate } from './templates.ts';

/** One thing that the API can do, for people. */
export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly scopes: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
}

/** The API for people to read. */
export function apiPage(context: FormatContext, operations: readonly ApiOperation[]): string {
  const rows = operations.map(({ query = {}, headers = {}, answers, ...operation }) => ({
    ...operation,
    address: `/api/v1${operation.path}`,
    summary: plain(operation.summary),
    details: [...Object.entries(query), ...Object.entries(headers)].map(([name, text]) => [name, plain(text)]),
    answers: Object.entries(answers),
  }));
  const canonical = `${context.addresses.base}/api`;
  return renderTemplate('api', { ...frameOf(context, { title: 'HTTP API', canonical }), operations: rows });
}

/** Descriptions are written in Markdown, as OpenAPI has them. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}
