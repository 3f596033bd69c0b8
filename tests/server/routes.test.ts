import { readFileSync } from 'node:fs';
import type { Express } from 'express';
import { describe, expect, test } from 'vitest';
import { RESOURCE_NAMES, type ResourceName, resourceOf, templatesOf } from '../../src/addresses/resources.ts';
import { createDocuments } from '../../src/documents/documents.ts';
import { API_PATH } from '../../src/server/api/address.ts';
import { OPERATIONS, routeOf } from '../../src/server/api/operations.ts';
import { createApp } from '../../src/server/app.ts';
import { sampleAddresses } from '../support/addresses.ts';
import { apiClient, keyOf, STORY } from '../support/api.ts';
import { openStore } from '../support/engines.ts';
import { storyFile } from '../support/folder.ts';
import { contextWith } from '../support/publication.ts';
import { startServer } from '../support/server.ts';
import { at } from '../support/stories.ts';

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

/** Returns `method path` of every route of an application, as Express has them. */
function routesOf(layers: readonly Layer[]): string[] {
  return layers.flatMap(({ route, handle }) => [
    ...(route === undefined ? [] : Object.keys(route.methods).map((method) => `${method} ${route.path}`)),
    ...routesOf(handle?.stack ?? []),
  ]);
}

const layersOf = (app: Express): readonly Layer[] => (app.router as unknown as { stack: readonly Layer[] }).stack;

test('every route is a resource of the table of addresses or an operation of the API', async () => {
  const { archive } = await openStore();
  const context = {
    store: { archive },
    documents: createDocuments(await openStore(), contextWith()),
    dev: true,
    clock: Date.now,
  };
  const app = createApp(context as unknown as Parameters<typeof createApp>[0]);
  const resources = RESOURCE_NAMES.flatMap(templatesOf).map((template) => `get ${template}`);
  const operations = OPERATIONS.map((operation) => `${operation.method} ${routeOf(operation)}`);
  expect(routesOf(layersOf(app)).toSorted()).toEqual(
    [...resources, ...operations, 'post /websub', 'post /websub/watch/:token'].toSorted(),
  );
});

const UNCACHED: readonly ResourceName[] = ['inspectMedia', 'live', 'ready'];
/** Their ETag is a digest of the content; no date is stored for them. */
const WITHOUT_DATE: readonly ResourceName[] = [
  ...(['status', 'deliveries', 'inspect', 'search'] as const),
  ...(['media', 'picture', 'stylesheet', 'copyScript', 'favicon'] as const),
];
/** Stored by the reader's own software at most, and validated on each use. */
const PRIVATE: readonly ResourceName[] = ['status', 'deliveries', 'inspect', 'subscriberFeed'];
const REDIRECTS: readonly ResourceName[] = ['usualFeed'];
/** Resources without a successful response for the sample. */
const NOT_IN_SAMPLE: readonly ResourceName[] = ['articleMedia', 'tdmPolicy', 'inspectMedia', 'hub', 'hubWatch'];

describe('headers of every resource', async () => {
  const word = 'word';
  const files = {
    'seen.md': storyFile('s', {
      slug: 'seen',
      published: '2026-03-01T09:00:00Z',
      keywords: `[${word}]`,
      media: `[{ kind: image, alt: a, files: [${word}.svg] }, { kind: image, alt: b, files: [${word}.jpg] }]`,
    }),
    [`media/${word}.jpg`]: readFileSync('content/media/storm-16x9.jpg'),
    [`media/${word}.svg`]: '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="3"/>',
    'publication.yaml': `name: The Test Gazette
description: News that is not new.
authority: { domain: gazette.example.com, year: 2026 }
timeZone: UTC
language: en-GB
about: About us.
rights: { dataMining: prohibited-ai-training }
indexNow: { key: 0123456789abcdef }
security: { contact: [security@gazette.example.com], expires: 2027-01-01T00:00:00Z }
sections: [{ key: world, name: World }, { key: culture, name: Culture }]
`,
  };
  const samples = sampleAddresses({ slug: 'seen', word });

  test.each(RESOURCE_NAMES)('%s', async (name) => {
    const server = await startServer(files, { dev: true });
    const { token } = await server.running.store.keys.create(
      { name: 'a subscriber', scopes: ['paid'] },
      at('2026-01-01T00:00:00Z'),
    );
    const { audience, lifetime } = resourceOf(name);
    const headers = audience === 'subscriber' ? { Authorization: `Bearer ${token}` } : {};
    const responses = await Promise.all(samples[name].map((path) => server.get(path, headers)));
    const successful = responses.filter(({ status }) => status === 200);
    if (REDIRECTS.includes(name)) {
      expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 301));
      return;
    }
    if (!NOT_IN_SAMPLE.includes(name)) expect(successful.length).toBeGreaterThan(0);
    for (const { headers: own, url } of successful) {
      const cacheControl = own.get('cache-control') ?? '';
      expect(own.get('x-content-type-options'), url).toBe('nosniff');
      if (UNCACHED.includes(name)) {
        expect(cacheControl, url).toMatch(/no-store/);
        continue;
      }
      expect(own.get('etag'), url).toMatch(/^(W\/)?"/);
      expect(own.get('last-modified') === null, url).toBe(WITHOUT_DATE.includes(name));
      if (PRIVATE.includes(name)) expect(cacheControl, url).toBe('private, no-cache');
      else if (lifetime === 0) expect(cacheControl, url).toBe('no-store');
      else expect(Number(/^public, max-age=(\d+)/.exec(cacheControl)?.[1]), url).toBeLessThanOrEqual(lifetime);
      if (audience === 'subscriber') expect(own.get('vary'), url).toMatch(/\bAuthorization\b/);
      if (audience === 'public') expect(own.get('vary') ?? '', url).not.toMatch(/Authorization|Cookie/i);
      // The background work changes the list of deliveries at any time.
      if (name === 'deliveries') continue;
      // A conditional request has no body.
      const again = await server.get(new URL(url).pathname + new URL(url).search, {
        ...headers,
        'If-None-Match': own.get('etag') ?? '',
        // Otherwise fetch adds `no-cache`, which requests the whole file.
        'Cache-Control': 'max-age=0',
      });
      expect(again.status, url).toBe(304);
    }
  });
});

/** Operations for keys of partners alone. */
const OF_PARTNERS: readonly string[] = ['getAccount', 'getQueue', 'deleteReceipt', 'replayQueue'];

const SCOPED = ['read', 'write', 'embargo', 'paid', 'admin'] as const;

describe('scopes of operations', () => {
  test.each(OPERATIONS.map((operation) => [operation.id, operation] as const))('%s', async (_, operation) => {
    const server = await startServer();
    const writer = await apiClient(server, 'write');
    await writer('PUT', `/articles/${keyOf('a')}`, STORY);
    const path = operation.path
      .replace('{key}', keyOf('a'))
      .replace('{version}', '1')
      .replace('{name}', `${'0'.repeat(64)}.jpg`)
      .replace('{path}', 'all.atom');
    for (const scope of SCOPED) {
      const client = await apiClient(server, scope);
      const { status, json } = await client(
        operation.method.toUpperCase(),
        path,
        operation.method === 'get' ? undefined : {},
      );
      const isAllowed = scope === 'admin' || operation.scopes.includes(scope);
      if (OF_PARTNERS.includes(operation.id)) expect(json.detail, scope).toContain('--partner');
      else if (isAllowed) expect([401, 403], `${scope} ${path}`).not.toContain(status);
      else {
        expect(status, `${scope} ${path}`).toBe(403);
        expect(json.detail).toContain(`\`${operation.scopes[0]}\``);
      }
    }
    const anonymous = await server.get(`${API_PATH}${path}`, {}, operation.method.toUpperCase());
    expect(anonymous.status).toBe(401);
  });
});
