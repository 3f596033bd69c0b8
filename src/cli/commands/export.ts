import { createHash, randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { type Configuration, ConfigurationError } from '../../app/configuration.ts';
import type { Store } from '../../archive/store.ts';
import { MediaFolder } from '../../content-folder/media-folder.ts';
import { type ExportResult, exportSite, type SiteResponse } from '../../export/export-site.ts';
import { publisherOf, RELEASE } from '../../main.ts';
import type { Publication } from '../../publication/publication.ts';
import { createApp } from '../../server/app.ts';
import { listen } from '../../server/listen.ts';
import type { Instant } from '../../text/instant.ts';
import { toMilliseconds } from '../../text/instant.ts';
import { now } from '../stores.ts';

/**
 * Writes the site as files, exactly as the server would respond at one instant.
 * @throws ConfigurationError while another export of the same archive is running
 */
export function exportTo(
  directory: string,
  site: { store: Store; publication: Publication; configuration: Configuration },
  instant: Instant,
): Promise<ExportResult> {
  return alone(site.store, () => exportOf(directory, site, instant));
}

const LEASE = { name: 'export', seconds: 60 };

/** Two simultaneous exports would remove each other's folders. */
async function alone<Result>({ leases }: Store, work: () => Promise<Result>): Promise<Result> {
  const holder = randomBytes(8).toString('hex');
  const hold = () => leases.take(LEASE.name, holder, { now: now(), seconds: LEASE.seconds });
  if (!(await hold())) throw new ConfigurationError('Another export is being written: wait until it is done.');
  const holding = setInterval(() => void hold().catch(() => {}), (LEASE.seconds * 1000) / 3);
  try {
    return await work();
  } finally {
    clearInterval(holding);
    await leases.release(LEASE.name, holder);
  }
}

/** Starts an internal server that is asked for each address. */
async function exportOf(
  directory: string,
  { store, publication, configuration }: { store: Store; publication: Publication; configuration: Configuration },
  instant: Instant,
): Promise<ExportResult> {
  const publisher = publisherOf(store, publication, configuration);
  const app = createApp({
    publisher,
    store,
    folder: new MediaFolder(join(configuration.content, 'media')),
    log: pino({ level: 'silent' }),
    clock: () => toMilliseconds(instant),
    isReady: async () => true,
    files: async () => [],
    dev: false,
    stopping: new AbortController().signal,
  });
  const { port, close } = await listen(app, 0, { host: '127.0.0.1' });
  try {
    const context = { ...publisher.site, storyOf: () => undefined };
    const settings = createHash('sha256')
      .update(JSON.stringify([RELEASE, publisher.site.addresses.base, publication]))
      .digest('hex');
    return await exportSite(resolve(directory), {
      archive: store.archive,
      pages: store.pages,
      context,
      instant,
      settings,
      ask: (path) => ask(port, path),
    });
  } finally {
    await close();
  }
}

function ask(port: number, path: string): Promise<SiteResponse> {
  return new Promise((done, failed) => {
    const request = get({ host: '127.0.0.1', port, path, headers: { accept: 'text/html' } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', failed);
      answer.on('end', () => {
        const { etag, location } = answer.headers;
        const lastModified = answer.headers['last-modified'];
        const tags = answer.headers['cache-tag'];
        done({
          status: answer.statusCode ?? 500,
          type: answer.headers['content-type'] ?? '',
          ...(etag === undefined ? {} : { etag }),
          ...(lastModified === undefined ? {} : { lastModified }),
          ...(location === undefined ? {} : { location }),
          tags: typeof tags === 'string' ? tags.split(',') : [],
          bytes: Buffer.concat(parts),
        });
      });
    });
    request.on('error', failed);
  });
}
