import { defined } from '../../text/defined.ts';
import { mapAddresses } from '../../text/projections.ts';
import { httpUrl } from '../../text/url.ts';
import { type AgencyData, type AgencyFormat, inner, momentIn, type ObjectReading } from '../agency-json/reader.ts';
import { mediaOfFile } from '../feed-entry.ts';
import { jsonBody } from '../json-body.ts';
import { rowsOf, textIn } from '../ninjs/names.ts';

/** Address of the site in an export, which does not state it. */
const SITE = '__GHOST_URL__';

/**
 * Export of Ghost: published public posts are stories; drafts, pages, and posts for members are left out, each with a
 * finding.
 */
export const ghost: AgencyFormat = {
  name: 'Ghost export',
  objectsIn: (data) => {
    const found =
      inner(inner(data, 'db'), 'data') ?? inner(data, 'data') ?? (Array.isArray(data.posts) ? data : undefined);
    const posts = rowsOf(found?.posts);
    if (!('db' in data) && !('posts' in (found ?? {}))) return undefined;
    return posts.map((post) => ({ ...post, ...namesFor(post, found as AgencyData) }));
  },
  read: (post, reading) => {
    const { report, at } = reading;
    const [published, updated] = ['published_at', 'updated_at'].map((name) => dateIn(post, name, reading));
    const base = reading.options.provider;
    const html = textIn(post.html);
    const feature = textIn(post.feature_image);
    return defined({
      guid: `ghost:${textIn(post.uuid) ?? textIn(post.id) ?? ''}`,
      slug: textIn(post.slug),
      provider: base ?? 'Ghost',
      status: 'usable' as const,
      versionCreated: updated ?? published,
      published,
      held: published === undefined ? ('undated' as const) : undefined,
      isPublic: true as const,
      sections: (post.tagNames as string[]) ?? [],
      content: defined({
        headline: textIn(post.title),
        standfirst: textIn(post.custom_excerpt),
        bylines: ((post.authorNames as string[]) ?? []).map((name) => ({ name })),
        keywords: (post.tagNames as string[]) ?? [],
        media:
          feature === undefined
            ? []
            : mediaOfFile({ url: absolute(feature, reading), type: undefined, title: textIn(post.feature_image_alt) }),
      }),
      body:
        html === undefined ? undefined : mapAddresses(jsonBody(html, reading), (address) => absolute(address, reading)),
      at,
      warnings: report.warnings,
      addresses: report.addresses,
    });
  },
};

/** Reads a date: UTC without a zone, or milliseconds in exports of Ghost 0.x. */
function dateIn(post: AgencyData, name: string, reading: ObjectReading) {
  const value = post[name];
  const isTime = typeof value === 'number' && Math.abs(value) < 8.64e15;
  const data = isTime ? { [name]: new Date(value).toISOString() } : post;
  return momentIn(data, name, { ...reading, options: { ...reading.options, timeZone: 'UTC' } });
}

/** Returns the reason why a post is not for readers. */
export function ghostReason(post: AgencyData): string | undefined {
  const [status, type, visibility] = [
    textIn(post.status),
    textIn(post.type) ?? 'post',
    textIn(post.visibility) ?? 'public',
  ];
  if (post.page === true || post.page === 1 || post.page === '1') return 'it is a page, and only posts are stories';
  if (type !== 'post') return `it is of the type "${type}", and only posts are stories`;
  if (status !== 'published' && status !== 'scheduled') return `its status in Ghost is "${status ?? 'unknown'}"`;
  if (textIn(post.html) === undefined)
    return 'its text is not in the export as HTML: export it with a release of Ghost that writes it';
  if (post.email_only === true || post.email_only === 1) return 'it was sent by mail alone';
  return visibility === 'public' ? undefined : `it is visible to "${visibility}" alone`;
}

/** Resolves the placeholder of the site; without an address it is a warning, and the reference stays out. */
function absolute(address: string, { options, report, at }: ObjectReading): string | undefined {
  if (!address.startsWith(SITE)) return address;
  const site = httpUrl(options.provider ?? '');
  if (site !== undefined) return new URL(address.slice(SITE.length), site).href;
  report.warn(
    'ghost/address',
    `"${address.slice(0, 200)}" has no site: name its address with \`--provider https://…\`.`,
    at,
  );
  return undefined;
}

/** Returns the names of authors and tags of a post, which the export keeps in tables of their own. */
function namesFor(post: AgencyData, data: AgencyData): { readonly authorNames: string[]; readonly tagNames: string[] } {
  const named = (links: string, table: string, column: string): string[] => {
    const isPublic = ({ visibility }: AgencyData): boolean => visibility !== 'internal';
    const names = new Map(
      rowsOf(data[table])
        .filter(isPublic)
        .map((row) => [textIn(row.id), textIn(row.name)]),
    );
    return rowsOf(data[links])
      .filter((row) => textIn(row.post_id) === textIn(post.id))
      .flatMap((row) => names.get(textIn(row[column])) ?? []);
  };
  return {
    authorNames: named('posts_authors', 'users', 'author_id'),
    tagNames: named('posts_tags', 'tags', 'tag_id').filter((name) => !name.startsWith('#')),
  };
}
