import { existsSync } from 'node:fs';
import { type Configuration, ConfigurationError, requireFolder } from '../app/configuration.ts';
import { claimArchive, readPublication } from '../app/open-publication.ts';
import { locationName, openArchive } from '../archive/location.ts';
import type { Store } from '../archive/store.ts';
import type { Article } from '../article/article.ts';
import { articleId, isKey } from '../article/identity.ts';
import { reportOfRecord } from '../content-folder/file-report.ts';
import type { Publication } from '../publication/publication.ts';
import { fromMilliseconds } from '../text/instant.ts';

/** Returns the current instant. */
export const now = () => fromMilliseconds(Date.now());

/** Runs work on the archive itself, beside a running server. */
export async function withArchive<Result>(
  configuration: Configuration,
  work: (store: Store, publication: Publication) => Promise<Result>,
): Promise<Result> {
  requireFolder(configuration.content);
  const publication = await readPublication(configuration.content);
  const store = await openArchive(configuration.archive);
  try {
    await claimArchive(store, publication);
    return await work(store, publication);
  } finally {
    await store.close();
  }
}

/**
 * Runs work on an existing archive alone, also while publication.yaml has errors: a partner can be paused in any case.
 * @throws ConfigurationError if there is no archive yet
 */
export async function withArchiveAlone<Result>(
  configuration: Configuration,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openArchive(requireArchive(configuration).archive);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** True if an archive exists: a file, or a database. */
export function hasArchive({ archive }: Configuration): boolean {
  return 'url' in archive || existsSync(archive.file);
}

/**
 * Returns the story with a key, an id or a slug.
 * @throws ConfigurationError if there is none
 */
export async function storyNamed(store: Store, { authority }: Publication, name: string): Promise<Article> {
  const id = isKey(name) ? articleId(authority, name) : name;
  const article = id.startsWith('tag:')
    ? await store.archive.articles.byId(id)
    : await store.archive.articles.bySlug(name);
  if (article !== undefined) return article;
  throw new ConfigurationError(`The archive has no story "${name}": name it by its key, its id or its slug.`);
}

/** Actor of commands on the command line. */
export const COMMAND_LINE = 'command line';

/** @throws ConfigurationError if there is no archive yet */
export function requireArchive(configuration: Configuration): Configuration {
  if (hasArchive(configuration)) return configuration;
  throw new ConfigurationError(
    `The archive ${locationName(configuration.archive)} does not exist yet: start the server first.`,
  );
}

/** Returns the content file of a story, if it has one. */
export async function fileOf(store: Store, id: string): Promise<string | undefined> {
  const reports = (await store.files.all()).map(reportOfRecord);
  return reports.find((report) => report.id === id && report.state !== 'removed')?.file;
}
