import type { Element } from 'hast';
import { type Finding, problem, warning } from '../text/finding.ts';
import type { Body } from '../text/html-tree.ts';
import { elementsOf } from '../text/projections.ts';
import { isElsewhere, mediaAddress, mediaName } from './media-name.ts';
import type { ReadOptions } from './read-result.ts';

const SOURCES = [
  ['img', 'src'],
  ['video', 'src'],
  ['video', 'poster'],
  ['audio', 'src'],
  ['source', 'src'],
] as const;

/**
 * Replaces the file names of a body by addresses and sets the sizes of pictures. Changes the body in place.
 * @param placeOf returns where a reference stands
 * @returns a problem for each missing file, a warning for each picture without alternative text
 */
export function resolveBodyMedia(
  body: Body,
  options: ReadOptions,
  placeOf: (reference: string) => Partial<Finding>,
): Finding[] {
  return elementsOf(body).flatMap((element) => {
    const at = placeOf(String(element.properties.src ?? element.properties.poster ?? ''));
    const found = SOURCES.filter(([tagName]) => tagName === element.tagName).flatMap(([, property]) =>
      resolve({ element, property }, options, at),
    );
    const mute = element.tagName === 'img' && typeof element.properties.alt !== 'string';
    const message = `The picture ${String(element.properties.src)} has no alternative text: write ![description](…).`;
    return mute ? [...found, warning('article/alternative-text', message, at)] : found;
  });
}

interface Reference {
  readonly element: Element;
  readonly property: 'src' | 'poster';
}

function resolve({ element, property }: Reference, options: ReadOptions, at: Partial<Finding>): Finding[] {
  const reference = element.properties[property];
  if (typeof reference !== 'string' || isElsewhere(reference)) return [];
  const file = options.media(mediaName(reference));
  const found = fileFindings(mediaName(reference), options, at);
  if (file === undefined) return found;
  element.properties[property] = mediaAddress(reference);
  if (element.tagName === 'img' && file.width !== undefined && file.height !== undefined) {
    element.properties.width = file.width;
    element.properties.height = file.height;
  }
  return found;
}

/** The rule id of missing media files. */
export const MISSING_MEDIA = 'article/missing-media';

/** Types of pictures whose size is in the file. */
const MEASURED = /^image\/(?!svg)/;

/** Returns the findings about a file that a story names: it is missing, or a picture that cannot be read. */
export function fileFindings(name: string, { media }: Pick<ReadOptions, 'media'>, at: Partial<Finding>): Finding[] {
  const file = media(name);
  if (file === undefined) return [missingFile(name, at)];
  if (!MEASURED.test(file.type) || file.width !== undefined) return [];
  const message = `The file "${name}" cannot be read as a picture (${file.type}): replace it, or mend its ending.`;
  return [warning('article/unreadable-picture', message, at)];
}

/** Creates the problem of a file name that is not in the media folder. */
function missingFile(name: string, at: Partial<Finding>): Finding {
  const message = `The file "${name}" is not in the media folder: put it there, or mend its name (case counts).`;
  return problem(MISSING_MEDIA, message, at);
}
