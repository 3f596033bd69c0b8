import { RESOURCES, type ResourceName } from './resources.ts';

type UpTo<Text extends string, End extends string> = Text extends `${infer Head}${End}${string}` ? Head : Text;

/** Names of the parameters of a template: `slug` and `name` of `/articles/:slug/media/:name`. */
export type ParamsOf<Path extends string> = Path extends `${string}${':' | '*'}${infer Rest}`
  ? UpTo<UpTo<Rest, '/'>, '.'> | ParamsOf<Rest>
  : never;

type Params<Name extends ResourceName> = Readonly<Record<ParamsOf<(typeof RESOURCES)[Name]['path']>, string>>;

/** Arguments of a path: none for a fixed one. */
export type PathArguments<Name extends ResourceName> = [ParamsOf<(typeof RESOURCES)[Name]['path']>] extends [never]
  ? []
  : [Params<Name>];

/** Returns the path of a resource. Parameters are inserted as they are: they have to be encoded already. */
export function pathOf<Name extends ResourceName>(name: Name, ...[params]: PathArguments<Name>): string {
  const values: Readonly<Record<string, string>> = params ?? {};
  return RESOURCES[name].path.replace(/[:*](\w+)/g, (_, param: string) => values[param] ?? '');
}

/** Returns the path of a story's page, or of another representation of it: `.jsonld`, `.newsml.xml`. */
export function articlePath(slug: string, extension = ''): string {
  return pathOf('article', { name: `${slug}${extension}` });
}

/**
 * Returns the path of a feed, with its query for a selection by several terms.
 * @param name as in addresses: `section/world`, `q?language=ar&section=world`
 */
export function feedPath(name: string, extension = '', page?: number): string {
  const [path, query] = name.split('?');
  const number = page === undefined ? '' : `/${page}`;
  const written = pathOf('feed', { path: `${path}${number}${extension}` });
  return query === undefined ? written : `${written}?${query}`;
}

/**
 * Returns the path of a month or a day of the archive, or of a further page of it.
 * @param page counts from 1
 * @param ending of another representation: `.md`
 */
export function archivePath(period: string, page = 1, ending = ''): string {
  const path = pathOf('archivePeriod', { period });
  return page === 1 ? `${path}${ending}` : `${path}/${page}${ending}`;
}

/** Query of a live page that the browser loads again every minute. */
export const REFRESH_QUERY = 'refresh=60';
