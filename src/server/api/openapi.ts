import { z } from 'zod';
import { submissionSchema } from '../../article/submission.ts';
import { frontSchema } from '../../publication/front-settings.ts';
import { partnerSchema } from '../../publication/partner.ts';
import { defined } from '../../text/defined.ts';
import { API_PATH } from './address.ts';
import { OPERATIONS, type Operation, routeOf } from './operations.ts';
import { embargoInput, stepInput } from './request-schemas.ts';

type Data = Record<string, unknown>;

/** Methods of an address below `/api/v1`. */
export function methodsOf(path: string): string[] {
  const fits = (operation: Operation): boolean =>
    new RegExp(`^${routeOf(operation).replace(/\*\w+/g, '.+').replace(/:\w+/g, '[^/]+')}$`).test(path);
  const methods = OPERATIONS.filter(fits).map(({ method }) => method.toUpperCase());
  return [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))];
}

/**
 * Returns the API as OpenAPI 3.1, derived from the schemas that validate requests.
 * @param base prefix of every absolute address
 */
export function openApi(base: string, release: string): Data {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dateline',
      version: release,
      description: 'Submit stories, correct and recall them, and follow changes.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${base}${API_PATH}` }],
    security: [{ key: [] }],
    paths: pathsOf(OPERATIONS),
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'Made by `dateline key create`.' } },
      schemas: {
        Story: jsonSchema(submissionSchema),
        Step: jsonSchema(stepInput),
        Embargo: jsonSchema(embargoInput),
        Front: jsonSchema(frontSchema),
        // The address states the key.
        Partner: jsonSchema(z.strictObject(partnerSchema.shape).omit({ key: true })),
        Problem: PROBLEM,
      },
      responses: {
        Problem: {
          description: 'A problem of RFC 9457, with every reason',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

const PROBLEM = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['detail'],
        properties: {
          rule: { type: 'string' },
          detail: { type: 'string' },
          path: { type: 'string' },
          line: { type: 'integer' },
          column: { type: 'integer' },
        },
      },
    },
  },
};

function jsonSchema(schema: z.ZodType): Data {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' }) as Data;
  return rest;
}

function pathsOf(operations: readonly Operation[]): Data {
  const paths: Record<string, Data> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationOf(operation) };
  }
  return paths;
}

function operationOf({ id, path, summary, scopes, query = {}, headers = {}, body, responses }: Operation): Data {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) =>
    parameter('path', name ?? '', PATH_PARTS[name ?? ''] ?? ''),
  );
  const inQuery = Object.entries(query).map(([name, description]) => parameter('query', name, description));
  const inHeader = Object.entries(headers).map(([name, description]) => parameter('header', name, description));
  return defined({
    operationId: id,
    summary,
    description: `Requires a key with the scope ${scopes.join(' or ')}.`,
    parameters: [...inPath, ...inQuery, ...inHeader],
    requestBody: body === undefined ? undefined : { required: body.required, content: contentOf(body) },
    responses: {
      ...Object.fromEntries(Object.entries(responses).map(([status, description]) => [status, { description }])),
      default: { $ref: '#/components/responses/Problem' },
    },
  });
}

const PATH_PARTS: Readonly<Record<string, string>> = {
  key: 'The last part of the id of the story: 26 letters and digits',
  version: 'Version number, from 1',
  name: '`<sha256 of the bytes>.<extension>`',
  partner: 'Key of the partner',
  receipt: 'The receipt of a message',
  path: 'Name of a feed with the extension of a format, such as `all.newsml.xml`',
};

function parameter(location: 'path' | 'query' | 'header', name: string, description: string): Data {
  return { in: location, name, description, required: location === 'path', schema: { type: 'string' } };
}

function contentOf({ types, schema }: NonNullable<Operation['body']>): Data {
  const json = { schema: { $ref: `#/components/schemas/${schema}` } };
  return Object.fromEntries(
    types.map((type) => [type, type === 'application/json' && schema !== undefined ? json : {}]),
  );
}
