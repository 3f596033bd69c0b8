import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from '../app/configuration.ts';
import { articleId, keyFrom } from '../article/identity.ts';
import { STORY_EXTENSIONS } from '../content-folder/story-files.ts';
import { writeContentFile } from '../intake/markdown/write.ts';
import { slugOf } from '../intake/read-options.ts';
import type { Publication } from '../publication/publication.ts';
import { cleanLine } from '../text/clean.ts';

/** Options of a new story. */
export interface NewStory {
  readonly headline: string;
  readonly section?: string;
}

/** The limit of the article's schema. */
const MAX_HEADLINE_LENGTH = 300;

/**
 * Writes a draft with an id of its own for an editor to continue.
 * @returns the path of the file
 * @throws ConfigurationError if the section is unknown or the file exists
 */
export async function newStory(content: string, publication: Publication, story: NewStory): Promise<string> {
  const section = knownSection(publication, story.section);
  const headline = cleanLine(story.headline);
  if (headline.length > MAX_HEADLINE_LENGTH)
    throw new ConfigurationError(
      `The headline has ${headline.length} characters; at most ${MAX_HEADLINE_LENGTH} are possible.`,
    );
  if (headline === '') throw new ConfigurationError('The headline is empty: write it in quotes.');
  const fields = {
    id: newId(publication),
    draft: true,
    headline,
    standfirst: 'One sentence below the headline.',
    section,
  };
  const text = writeContentFile(fields, ['The first paragraph.']);
  return writeNew(content, { slug: slugOf(headline) || 'story' }, text);
}

/** Returns a new id for a story of this publication. */
export function newId(publication: Publication): string {
  return articleId(publication.authority, keyFrom(randomBytes(32)));
}

/** @throws ConfigurationError if the publication has no such section */
export function knownSection({ sections }: Publication, wanted: string | undefined): string {
  const keys = sections.map(({ key }) => key);
  const section = wanted ?? (keys[0] as string);
  if (keys.includes(section)) return section;
  throw new ConfigurationError(`Section "${section}" does not exist: use one of ${keys.join(', ')}.`);
}

/** Name of a new content file. */
interface NewFile {
  readonly slug: string;
  /** `.md` if absent. */
  readonly ending?: string;
}

/** Writes a new file; an existing name gets a number. */
export async function writeNew(content: string, { slug, ending = '.md' }: NewFile, text: string): Promise<string> {
  const folder = join(content, 'articles');
  await mkdir(folder, { recursive: true });
  for (let number = 1; number < 1000; number++) {
    const name = number === 1 ? slug : `${slug.slice(0, 75)}-${number}`;
    const path = join(folder, `${name}${ending}`);
    // The file name is the slug, which two files of different kinds cannot share.
    if (STORY_EXTENSIONS.some((other) => existsSync(join(folder, name + other)))) continue;
    await writeFile(path, text, { flag: 'wx' });
    return path;
  }
  throw new ConfigurationError(`There are a thousand stories named ${slug}: choose another headline.`);
}
