import slugify from '@sindresorhus/slugify';
import { partySchema } from '../article/party.ts';
import type { Publication } from '../publication/publication.ts';
import type { Hints } from './reading.ts';

/**
 * What the intakes are told beside the bytes.
 * @param file as it is to be named in messages
 * @param media looks a file of a story up by its name
 */
export function hintsFor(file: string, publication: Publication, media: Hints['media']): Hints {
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

/** The name of a file without its folders and its ending. */
function nameOf(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  return name.replace(/(?<=.)\.[^.]*$/, '');
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
