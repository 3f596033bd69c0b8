import slugify from '@sindresorhus/slugify';
import { partySchema } from '../article/party.ts';
import type { Publication } from '../publication/publication.ts';
import type { ReadOptions } from './read-result.ts';

/**
 * Returns the options for reading a story of a publication.
 * @param file the name for messages
 * @param media looks up a file of a story by name
 */
export function readOptionsFor(file: string, publication: Publication, media: ReadOptions['media']): ReadOptions {
  const slug = slugOf(nameOf(file));
  return {
    file,
    ...(slug === '' ? {} : { slug }),
    language: publication.language,
    timeZone: publication.timeZone,
    authority: publication.authority,
    sections: new Set(publication.sections.map(({ key }) => key)),
    staff: new Map(
      publication.staff.map(({ key, description: _, image: _image, ...party }) => [
        key,
        partySchema.parse({ ...party, staff: key }),
      ]),
    ),
    media,
  };
}

/** Returns a file name without folders. */
export function baseName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** Returns a file name without folders and extension. */
function nameOf(file: string): string {
  const name = baseName(file);
  const end = name.lastIndexOf('.');
  return end > 0 ? name.slice(0, end) : name;
}

/** Derives a slug from a headline or file name: at most 80 characters, cut at a hyphen. */
export function slugOf(text: string): string {
  const slug = slugify(text, { decamelize: false });
  return slug.length <= 80
    ? slug
    : slug
        .slice(0, 81)
        .replace(/-[^-]*$/, '')
        .slice(0, 80);
}
