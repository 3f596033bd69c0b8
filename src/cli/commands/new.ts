import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { articleId, keyFrom } from '../../article/identity.ts';
import { slugOf } from '../../hotfolder/hints.ts';
import { writeContentFile } from '../../intake/markdown/write.ts';
import type { Publication } from '../../publication/publication.ts';
import { cleanLine } from '../../text/clean.ts';
import { ConfigurationError } from '../configuration.ts';

/** What a new story begins with. */
export interface NewStory {
  readonly headline: string;
  readonly section?: string;
}

/**
 * Writes a draft with an id of its own, for an editor to go on with.
 * @returns the path of the file
 * @throws ConfigurationError where the section is unknown or the file is there already
 */
export async function newStory(content: string, publication: Publication, story: NewStory): Promise<string> {
  const section = knownSection(publication, story.section);
  const headline = cleanLine(story.headline);
  const fields = {
    id: mintId(publication),
    draft: true,
    headline,
    standfirst: 'One sentence below the headline.',
    section,
  };
  return writeNew(content, slugOf(headline) || 'story', writeContentFile(fields, ['The first paragraph.']));
}

/** A fresh id for a story of this publication. */
export function mintId(publication: Publication): string {
  return articleId(publication.authority, keyFrom(randomBytes(32)));
}

/** @throws ConfigurationError if the publication has no such section */
export function knownSection({ sections }: Publication, wanted: string | undefined): string {
  const keys = sections.map(({ key }) => key);
  const section = wanted ?? (keys[0] as string);
  if (keys.includes(section)) return section;
  throw new ConfigurationError(`There is no section "${section}"; there are: ${keys.join(', ')}.`);
}

/** Writes a file that is not there yet; a name that is taken gets a number. */
export async function writeNew(content: string, slug: string, text: string, ending = '.md'): Promise<string> {
  const folder = join(content, 'articles');
  await mkdir(folder, { recursive: true });
  for (let number = 1; number < 1000; number++) {
    const name = number === 1 ? slug : `${slug.slice(0, 75)}-${number}`;
    const path = join(folder, `${name}${ending}`);
    if (existsSync(path)) continue;
    await writeFile(path, text, { flag: 'wx' });
    return path;
  }
  throw new ConfigurationError(`There are a thousand stories named ${slug}: choose another headline.`);
}
