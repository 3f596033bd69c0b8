import { createHash, randomBytes } from 'node:crypto';
import { copyFile, link, mkdir, readdir, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { articlePath } from '../addresses/paths.ts';
import type { Archive } from '../archive/archive.ts';
import { keyOf } from '../article/identity.ts';
import { termsOf, termText } from '../article/terms.ts';
import { defined } from '../text/defined.ts';
import type { Instant } from '../text/instant.ts';
import { headersFile, type Moved, redirectsFile } from './host-files.ts';
import { type ExportedFile, MANIFEST, type Manifest, readManifest } from './manifest.ts';
import { type SitePath, type SitePathDeps, sitePaths } from './site-map.ts';

/** The server's response at an address, without content coding. */
export interface SiteResponse {
  readonly status: number;
  readonly type: string;
  readonly etag?: string;
  readonly lastModified?: string;
  /** Target of a redirect. */
  readonly location?: string;
  /** Keys of the stories whose change may change the response. */
  readonly dependencies: readonly string[];
  readonly bytes: Uint8Array;
}

/** Dependencies of an export. */
export interface ExportDeps extends Omit<SitePathDeps, 'wasExported'> {
  /** Requests an address from the server, so that a file equals its response. */
  readonly request: (path: string) => Promise<SiteResponse>;
  /** Digest of the settings and the release. */
  readonly settings: string;
}

/** The result of an export. */
export interface ExportResult {
  /** The link to the export. */
  readonly folder: string;
  readonly written: number;
  /** Files taken over unchanged from the previous export. */
  readonly unchanged: number;
  readonly removed: number;
  /** Addresses that no file can have: too long, or with characters such as `<`. */
  readonly leftOut: readonly string[];
}

/** The link to the newest complete export. */
const CURRENT = 'current';
const RELEASES = 'releases';

/**
 * Writes everything that the server serves as files: into a new folder, to which the link `current` is switched in one
 * step when it is complete, so that readers through the link never see a partial export. Files without changes since
 * the previous export are neither rendered nor written again.
 */
export async function exportSite(directory: string, deps: ExportDeps): Promise<ExportResult> {
  const { archive, instant, settings } = deps;
  const before = join(directory, CURRENT);
  const known = await readManifest(before);
  const cursor = await archive.log.cursor();
  const invalidated = known?.settings === settings ? await invalidatedSince(archive, known, instant) : undefined;
  const name = `${instant.replaceAll(/[^0-9TZ]/g, '')}-${cursor}-${randomBytes(4).toString('hex')}`;
  const folder = join(directory, RELEASES, name);
  const writer = new ReleaseWriter({ folder, before, known, invalidated });
  const wasExported = (path: string) => known?.files[path] !== undefined;
  for await (const path of sitePaths({ ...deps, wasExported })) await writer.add(path, deps.request);
  const manifest: Manifest = { cursor, instant, settings, files: writer.files };
  await writeFile(join(folder, '_headers'), headersFile());
  await writeFile(
    join(folder, '_redirects'),
    redirectsFile(manifest, { moved: await movedSlugs(deps), redirects: deps.context.publication.redirects }),
  );
  await writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
  await switchTo(directory, name);
  const removed = Object.keys(known?.files ?? {}).filter((path) => manifest.files[path] === undefined).length;
  return { folder: before, written: writer.written, unchanged: writer.unchanged, removed, leftOut: writer.leftOut };
}

interface Changed {
  readonly articles: ReadonlySet<string>;
  readonly terms: ReadonlySet<string>;
}

const BATCH_SIZE = 1000;

/** Returns keys of the articles changed by the log or by time since an export; `undefined` if there are too many. */
async function invalidatedSince(archive: Archive, known: Manifest, now: Instant): Promise<Changed | undefined> {
  const ids = new Set<string>();
  for (let from = known.cursor; ; ) {
    const entries = await archive.log.changesAfter(from, BATCH_SIZE);
    for (const { articleId } of entries) ids.add(articleId);
    const last = entries.at(-1);
    if (last === undefined || entries.length < BATCH_SIZE) break;
    from = last.cursor;
  }
  const passed = await archive.scheduler.changedByTime(known.instant as Instant, now, BATCH_SIZE);
  if (passed.length === BATCH_SIZE || now < known.instant) return undefined;
  const articles = await archive.articles.byIds([...ids, ...passed]);
  const keys = new Set([...ids, ...passed].flatMap((id) => keyOf(id) ?? []));
  return { articles: keys, terms: new Set(articles.flatMap((article) => termsOf(article).map(termText))) };
}

interface Release {
  readonly folder: string;
  readonly before: string;
  readonly known: Manifest | undefined;
  readonly invalidated: Changed | undefined;
}

/** Addresses without a response: feeds in formats that they are not available in, and old slugs. */
const ABSENT: ReadonlySet<number> = new Set([301, 404]);

/** Longer file names are not supported by common file systems. */
const MAX_NAME_LENGTH = 240;

class ReleaseWriter {
  readonly files: Record<string, ExportedFile> = {};
  readonly leftOut: string[] = [];
  written = 0;
  unchanged = 0;
  readonly #release: Release;

  constructor(release: Release) {
    this.#release = release;
  }

  async add(path: SitePath, request: ExportDeps['request']): Promise<void> {
    if (this.files[path.path] !== undefined) return;
    const known = this.#release.known?.files[path.path];
    if (known !== undefined && !this.#isInvalidated(path, known) && (await this.#take(path.path, known))) return;
    const response = await request(path.path);
    // A picture that cannot be resized leads to the file itself, which is exported.
    if (ABSENT.has(response.status) || response.status === 302) return;
    // A partial export is worse than the previous one.
    if (response.status !== 200 && response.status !== 410)
      throw new Error(
        `The response of ${path.path} has the status ${response.status}; the last export stays unchanged.`,
      );
    // Only a page has a tombstone.
    if (response.status === 410 && /\.[a-z]+$/.test(path.path)) return;
    const file = fileOf(path.path, response);
    if (!isFileName(file)) {
      this.leftOut.push(path.path);
      return;
    }
    const { status, type, etag, lastModified, dependencies, bytes } = response;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const entry: ExportedFile = defined({
      status,
      file,
      type,
      sha256,
      articles: Array.from(dependencies),
      etag,
      lastModified,
    });
    if (known?.sha256 === sha256 && known.file === file && (await this.#take(path.path, entry))) return;
    const target = await this.#place(file);
    await writeFile(target, bytes);
    this.files[path.path] = entry;
    this.written++;
  }

  #isInvalidated({ articles, terms, anyOf = [], isOpen = false }: SitePath, known: ExportedFile): boolean {
    const { invalidated } = this.#release;
    if (isOpen || invalidated === undefined) return true;
    // A story that left a feed is found through its previous content.
    const keys = [...articles, ...known.articles];
    if (keys.some((key) => invalidated.articles.has(key))) return true;
    // A new translation is on the pages of its group.
    if (keys.some((value) => invalidated.terms.has(termText({ kind: 'translation', value })))) return true;
    if (anyOf.some((term) => invalidated.terms.has(termText(term)))) return true;
    if (terms === undefined) return false;
    // A feed without terms contains every story.
    return invalidated.articles.size > 0 && terms.every((term) => invalidated.terms.has(termText(term)));
  }

  /** @returns false if the file is missing, so that it has to be rendered again */
  async #take(path: string, entry: ExportedFile): Promise<boolean> {
    const target = await this.#place(entry.file);
    const source = join(this.#release.before, entry.file);
    try {
      await link(source, target).catch(() => copyFile(source, target));
    } catch {
      return false;
    }
    this.files[path] = entry;
    this.unchanged++;
    return true;
  }

  async #place(file: string): Promise<string> {
    const target = join(this.#release.folder, file);
    await mkdir(dirname(target), { recursive: true });
    return target;
  }
}

/** True for names that every common file system and static host accepts. */
function isFileName(file: string): boolean {
  if (/[<>:"|?*\\\u0000-\u001F\u007F]/.test(file)) return false;
  return file.split('/').every((segment) => Buffer.byteLength(segment) <= MAX_NAME_LENGTH);
}

/** Pages get an extension on the disk, which static hosts remove; withdrawn pages are in a folder of their own. */
function fileOf(path: string, { status, type }: SiteResponse): string {
  const decoded = decodeURIComponent(path).slice(1);
  if (status === 410) return `gone/${decoded}.html`;
  if (decoded === '') return 'index.html';
  if (decoded.endsWith('/')) return `${decoded}index.xml`;
  return type.startsWith('text/html') ? `${decoded}.html` : decoded;
}

/**
 * Switches the link by a rename, which is one step for every reader; the release before the previous one is removed.
 */
async function switchTo(directory: string, name: string): Promise<void> {
  const current = join(directory, CURRENT);
  const last = await readlink(current).catch(ifMissing);
  const next = join(directory, `.${name}`);
  await rm(next, { force: true });
  await symlink(join(RELEASES, name), next);
  await rename(next, current);
  const used = [name, last === undefined ? name : last.slice(RELEASES.length + 1)];
  for (const other of await readdir(join(directory, RELEASES))) {
    if (!used.includes(other)) await rm(join(directory, RELEASES, other), { recursive: true, force: true });
  }
}

/** @throws every error but that of a missing file */
function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

/** Lists old slugs, which redirect while their story is visible (law 8 of the life cycle). */
async function movedSlugs({ archive, request }: ExportDeps): Promise<Moved[]> {
  const moved: Moved[] = [];
  for (const slug of await archive.articles.formerSlugs()) {
    const from = articlePath(slug);
    const { status, location } = await request(from);
    const now = status === 410 ? await archive.articles.bySlug(slug) : undefined;
    if (status === 301 && location !== undefined) moved.push({ from, to: location, status });
    if (now !== undefined) moved.push({ from, to: `/gone/articles/${now.slug}.html`, status: 410 });
  }
  return moved;
}
