/** A server on an archive in memory or in a file, for the benchmarks of feeds. */
import { openSync } from 'node:fs';
import { pino } from 'pino';
import { addressesOf } from '../src/addresses/addresses.ts';
import { openArchive } from '../src/archive/location.ts';
import type { Store } from '../src/archive/store.ts';
import { firstVersion } from '../src/article/life-cycle.ts';
import { submissionSchema } from '../src/article/submission.ts';
import { createDocuments, type Documents } from '../src/documents/documents.ts';
import { type Publication, publicationSchema } from '../src/publication/publication.ts';
import { createApp } from '../src/server/app.ts';
import { CachedResponses } from '../src/server/cached-responses.ts';
import { type ListeningServer, listen } from '../src/server/listen.ts';
import type { Instant } from '../src/text/instant.ts';

export const SECTION_KEYS = ['world', 'business', 'science', 'culture', 'opinion'];

/** @param items how many stories a feed shows */
export function benchPublication(items: number): Publication {
  return publicationSchema.parse({
    name: 'Bench',
    description: 'Stories for measuring.',
    authority: { domain: 'courier.example.com', year: 2026 },
    timeZone: 'UTC',
    language: 'en-GB',
    sections: SECTION_KEYS.map((key) => ({ key, name: key })),
    feeds: { items },
  });
}

const PARAGRAPH = '<p>The council &#x26; its <em>engineers</em> met until midnight; a vote was not expected.</p>';

/** Some full-text stories of about six kilobytes. */
export function fullStories(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const { id, published, changes, draft, ...content } = submissionSchema.parse({
      id: `tag:courier.example.com,2026:article:${String(index).padStart(26, '0')}`,
      slug: `story-${index}`,
      language: 'en-GB',
      headline: `Story ${index} & its outcome`,
      standfirst: 'One sentence below the headline.',
      section: 'world',
      subjects: ['20000607'],
      bylines: [{ name: 'Jane Doe' }],
      published: new Date(Date.UTC(2026, 2, 2) + index * 60_000).toISOString(),
      body: PARAGRAPH.repeat(65),
    });
    return firstVersion(id, content, published as Instant);
  });
}

export interface Bench {
  readonly store: Store;
  readonly documents: Documents;
  /** Sends cached responses before Express, as the product does. */
  readonly quick: ListeningServer;
  /** The same without that. */
  readonly express: ListeningServer;
  close(): Promise<void>;
}

/** @param clock in milliseconds */
export async function openBench(
  file: string,
  { items, clock }: { readonly items: number; readonly clock: () => number },
): Promise<Bench> {
  const store = await openArchive({ file });
  const site = {
    publication: benchPublication(items),
    addresses: addressesOf('http://localhost:3000'),
    release: 'bench',
  };
  const documents = createDocuments(store, site);
  // The log is written as in the product, and thrown away.
  const log = pino(
    { level: 'info' },
    pino.destination({ dest: openSync('/dev/null', 'w'), sync: false, minLength: 4096, periodicFlush: 200 }),
  );
  const deps = {
    documents,
    store,
    mediaFiles: { folder: '.', pathOf: () => undefined, summary: () => undefined, etag: async () => undefined },
    log,
    clock,
    readiness: async () => ({ ready: true }) as const,
    files: async () => [],
    stopping: new AbortController().signal,
    dev: false,
  };
  const cachedResponses = new CachedResponses({ log, clock, current: (key, now) => documents.current(key, now) });
  const quick = await listen(cachedResponses.before(createApp({ ...deps, cachedResponses })), 0);
  const express = await listen(createApp(deps), 0);
  return {
    store,
    documents,
    quick,
    express,
    close: async () => {
      await Promise.all([quick.close(), express.close()]);
      await store.close();
    },
  };
}
