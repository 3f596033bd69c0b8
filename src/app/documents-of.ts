import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { addressesOf } from '../addresses/addresses.ts';
import type { Store } from '../archive/store.ts';
import { createDocuments, type DocumentOptions, type Documents } from '../documents/documents.ts';
import { canResize } from '../parsing/can-resize.ts';
import type { Publication } from '../publication/publication.ts';
import { defined } from '../text/defined.ts';
import type { Configuration } from './configuration.ts';
import { RELEASE } from './release.ts';

/** Configuration of the documents: the base URL, and the content folder for templates of the publication. */
export type SiteConfiguration = Pick<Configuration, 'baseUrl' | 'port'> &
  Partial<Pick<Configuration, 'content'>> & {
    /** True if the server of these documents is a hub. */
    readonly hasHub?: boolean;
  };

/** Creates the documents of a publication. */
export function documentsOf(
  { store, publication }: { readonly store: Store; readonly publication: Publication },
  { baseUrl, port, content, hasHub = false }: SiteConfiguration,
  options?: DocumentOptions,
): Documents {
  const templates = content === undefined ? undefined : join(content, 'templates');
  const site = {
    publication,
    addresses: addressesOf(baseUrl ?? localUrl(port)),
    release: RELEASE,
    resizesPictures: canResize(),
    hasHub,
    ...defined({ templates: templates !== undefined && existsSync(templates) ? templates : undefined }),
  };
  return createDocuments(store, site, options);
}

/** Returns the base URL of a server without a configured one. */
export function localUrl(port: number): string {
  return `http://localhost:${port}`;
}
