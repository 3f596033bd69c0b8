import { type Configuration, requireFolder } from '../app/configuration.ts';
import { documentsOf } from '../app/documents-of.ts';
import { claimArchive, readPublication } from '../app/open-publication.ts';
import { openArchive } from '../archive/location.ts';
import type { Store } from '../archive/store.ts';
import type { Article } from '../article/article.ts';
import type { Submission } from '../article/submission.ts';
import { ContentFolder } from '../content-folder/content-folder.ts';
import type { Documents } from '../documents/documents.ts';
import type { Publication } from '../publication/publication.ts';
import { hasArchive, now } from './stores.ts';

/** A publication as it would be after reading the content folder now. */
export interface DryRun {
  readonly store: Store;
  readonly folder: ContentFolder;
  readonly documents: Documents;
  readonly publication: Publication;
}

/**
 * Reads the content folder without changing the archive or the folder: into an archive in memory, into which stories of
 * the real one are copied on demand.
 */
export async function withDryRun<Result>(
  configuration: Configuration,
  work: (dryRun: DryRun) => Promise<Result>,
  options: { readonly publishesDrafts?: boolean } = {},
): Promise<Result> {
  requireFolder(configuration.content);
  const publication = await readPublication(configuration.content);
  const store = await openArchive({ file: ':memory:' });
  const real = hasArchive(configuration) ? await openArchive(configuration.archive) : undefined;
  try {
    if (real !== undefined) await claimArchive(real, publication);
    const before = async ({ id, slug }: Submission): Promise<void> => {
      if (real === undefined) return;
      for (const article of [await real.archive.articles.byId(id), await real.archive.articles.bySlug(slug)]) {
        if (article !== undefined) await copyNewest(real, store, article);
      }
    };
    const folder = new ContentFolder(configuration.content, store, { writeIds: false, before, ...options });
    await folder.read(publication, now());
    return await work({ store, folder, publication, documents: documentsOf({ store, publication }, configuration) });
  } finally {
    await real?.close();
    await store.close();
  }
}

/** Copies the newest version of a story from one archive to another. */
export async function copyNewest(from: Store, to: Store, article: Article): Promise<void> {
  const { id: articleId, version, versionCreatedAt: at } = article;
  const origin = (await from.archive.articles.originOf(articleId)) ?? '';
  const entry = { at, articleId, version, change: 'publish', actor: origin, origin } as const;
  await to.archive.commits.commit({ expectedVersion: 0, steps: [{ version: article, entry }], now: now() });
}
