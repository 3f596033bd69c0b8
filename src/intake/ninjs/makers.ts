import { PARTY_ROLES } from '../../article/party.ts';
import { defined } from '../../text/defined.ts';
import { httpUrl } from '../../text/url.ts';
import { stated } from '../feed-entry.ts';
import { bylineNames } from '../person-names.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { type NinjsData, rowsOf, textIn } from './names.ts';

/** The scheme of contribution roles. */
export const ROLES = 'http://cv.iptc.org/newscodes/contentprodpartyrole/';

/** Reads authors, contributors and sources: by the roles of `infoSources`, or from the byline. */
export function makersOf(data: NinjsData, options: WireReadOptions) {
  const rows = rowsOf(data.infosources).flatMap((row) => {
    const name = textIn(row.name);
    const role = PARTY_ROLES.find((one) => textIn(row.role) === ROLES + one) ?? 'originfo';
    const uri = textIn(row.uri);
    return name === undefined || role === 'distributor' ? [] : [{ name, role, uri }];
  });
  const maker = ({ name, role, uri }: (typeof rows)[number]) => {
    const staff = /\/cv\/author\/([a-z0-9-]+)$/.exec(uri ?? '')?.[1];
    const member = staff === undefined ? undefined : options.staff.get(staff);
    if (member !== undefined && staff !== undefined)
      return { kind: member.kind, name: name.slice(0, 200), role, staff };
    const url = staff === undefined ? httpUrl(uri ?? '') : undefined;
    return defined({ name: name.slice(0, 200), role, sameAs: url === undefined ? undefined : [url] });
  };
  const isAuthor = ({ role }: (typeof rows)[number]): boolean => role === 'author' || role === 'correspondent';
  const isSource = ({ role }: (typeof rows)[number]): boolean =>
    ['originfo', 'origcont', 'contentSource', 'interviewee', 'spokesperson', 'mediaOffice'].includes(role);
  const authors = rows.filter(isAuthor).map(maker);
  const by = textIn(data.by) ?? textIn(data.byline);
  return {
    bylines: authors.length > 0 || by === undefined ? authors : bylineNames(by).map((name) => ({ name })),
    contributors: rows.filter((row) => !isAuthor(row) && !isSource(row)).map(maker),
    sources: rows
      .filter(isSource)
      .map(({ name, role, uri }) => ({ name: name.slice(0, 300), role, ...stated({ url: httpUrl(uri ?? '') }) })),
  };
}
