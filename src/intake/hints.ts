import { basename, extname } from 'node:path';
import slugify from '@sindresorhus/slugify';
import { partySchema } from '../article/party.ts';
import type { Hints } from '../intake/reading.ts';
import type { Publication } from '../publication/publication.ts';
import type { MediaFolder } from './media-folder.ts';

/**
 * What the intakes are told beside the bytes.
 * @param file as it is to be named in messages
 */
export function hintsFor(file: string, publication: Publication, media: MediaFolder): Hints {
  const slug = slugOf(basename(file, extname(file)));
  return {
    file,
    ...(slug === '' ? {} : { slug }),
    language: publication.language,
    timeZone: publication.timeZone,
    authority: publication.authority,
    sections: new Set(publication.sections.map(({ key }) => key)),
    staff: new Map(publication.staff.map(({ key, ...party }) => [key, partySchema.parse({ ...party, staff: key })])),
    media: (name) => media.file(name),
  };
}

/** A slug out of a headline or a file's name: at most 80 characters, cut at a hyphen. */
export function slugOf(text: string): string {
  const slug = slugify(text, { decamelize: false });
  return slug.length <= 80
    ? slug
    : slug
        .slice(0, 81)
        .replace(/-[^-]*$/, '')
        .slice(0, 80);
}
