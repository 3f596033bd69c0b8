import { createHash } from 'node:crypto';
import { get } from 'node:http';
import { join, resolve } from 'node:path';
import { pino } from 'pino';
import { type Configuration, ConfigurationError } from '../app/configuration.ts';
import { documentsOf } from '../app/documents-of.ts';
import { RELEASE } from '../app/release.ts';
import type { Store } from '../archive/store.ts';
import { type ExportResult, exportSite, type SiteResponse } from '../export/export-site.ts';
import { settingsContext } from '../formats/format.ts';
import { MediaFolder } from '../parsing/media-folder.ts';
import type { Publication } from '../publication/publication.ts';
import { createApp } from '../server/app.ts';
import { listen } from '../server/listen.ts';
import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { toMilliseconds } from '../text/instant.ts';
import { prepareTarget } from './export-target.ts';

/** The publication to export. */
export interface ExportSource {
  readonly store: Store;
  readonly publication: Publication;
  readonly configuration: Configuration;
}

/** A killed export blocks the next one no longer than this. */
export const EXPORT_LEASE = { name: 'export', seconds: 10, clock: Date.now };

/**
 * Writes the site as files, exactly as the server would respond at one instant.
 * @throws ConfigurationError while another export of the same archive is running: each would remove the other's folders
 */
export async function exportPublication(
  directory: string,
  source: ExportSource,
  instant: Instant,
): Promise<ExportResult> {
  await prepareTarget(directory, source.configuration);
  const held = await source.store.leases.hold(EXPORT_LEASE, () => exportAt(directory, source, instant));
  if (held === undefined) throw new ConfigurationError('Another export is running: wait until it has ended.');
  return held.result;
}

/** Starts an internal server that serves each address. */
async function exportAt(
  directory: string,
  { store, publication, configuration }: ExportSource,
  instant: Instant,
): Promise<ExportResult> {
  const documents = documentsOf({ store, publication }, configuration);
  const app = createApp({
    documents,
    store,
    mediaFiles: new MediaFolder(join(configuration.content, 'media')),
    log: pino({ level: 'silent' }),
    clock: () => toMilliseconds(instant),
    readiness: async () => ({ ready: true }),
    files: async () => [],
    dev: false,
    tagsOf: ({ dependencies }) => ({ [DEPENDENCIES]: dependencies.join(',') }),
    stopping: new AbortController().signal,
  });
  const { port, close } = await listen(app, 0, { host: '127.0.0.1' });
  try {
    const context = settingsContext(documents.site);
    const settings = createHash('sha256')
      .update(JSON.stringify([RELEASE, documents.site.addresses.base, publication]))
      .digest('hex');
    return await exportSite(resolve(directory), {
      archive: store.archive,
      pages: store.pages,
      context,
      instant,
      settings,
      request: (path) => requestPath(port, path),
    });
  } finally {
    await close();
  }
}

/** Header with the stories on which a document depends; sent on this machine alone. */
const DEPENDENCIES = 'dateline-dependencies';

function requestPath(port: number, path: string): Promise<SiteResponse> {
  return new Promise((done, failed) => {
    const options = { host: '127.0.0.1', port, path, headers: { accept: 'text/html' }, maxHeaderSize: 1_000_000 };
    const request = get(options, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', failed);
      response.on('end', () => {
        const { etag, location } = response.headers;
        const lastModified = response.headers['last-modified'];
        const keys = response.headers[DEPENDENCIES];
        done({
          status: response.statusCode ?? 500,
          type: response.headers['content-type'] ?? '',
          ...defined({ etag, lastModified, location }),
          dependencies: typeof keys === 'string' && keys !== '' ? keys.split(',') : [],
          bytes: Buffer.concat(parts),
        });
      });
    });
    request.on('error', failed);
  });
}
