import { pathOf } from '../addresses/paths.ts';
import type { FormatContext } from '../formats/format.ts';
import { pageGraph, writeJsonLd } from '../formats/json-ld/index.ts';
import { frameOf } from './frame.ts';
import { renderTemplate } from './templates.ts';

/** An operation of the API, for people. */
export interface ApiOperation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly scopes: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly responses: Readonly<Record<string, string>>;
}

/** Renders the API documentation for people. */
export function apiPage(
  context: FormatContext,
  page: { readonly basePath: string; readonly operations: readonly ApiOperation[] },
): string {
  return renderTemplate('api', apiModel(context, page));
}

/** Fields of the template `api`. */
export function apiModel(
  context: FormatContext,
  { basePath, operations }: { readonly basePath: string; readonly operations: readonly ApiOperation[] },
) {
  const rows = operations.map(({ query = {}, headers = {}, responses, ...operation }) => ({
    ...operation,
    address: `${basePath}${operation.path}`,
    summary: plain(operation.summary),
    details: [...Object.entries(query), ...Object.entries(headers)].map(([name, text]) => [name, plain(text)]),
    responses: Object.entries(responses),
  }));
  const canonical = context.addresses.of('apiDocs');
  const title = 'HTTP API';
  const description = `The HTTP API of ${context.publication.name}: submit stories, correct and recall them, and follow changes.`;
  const jsonLd = writeJsonLd(pageGraph({ type: 'WebPage', url: canonical, title, description }, context));
  return {
    ...frameOf(context, { title, description, canonical, jsonLd }),
    operations: rows,
    openApi: pathOf('openApi'),
  };
}

/** Removes Markdown from a description of OpenAPI. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}
