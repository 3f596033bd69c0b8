import { type Configuration, ConfigurationError } from '../../app/configuration.ts';
import { eraseStory } from '../../newsroom/erasure.ts';
import type { Register } from '../command.ts';
import { print, printProgress } from '../print.ts';
import { COMMAND_LINE, fileOf, now, storyNamed, withArchive } from '../stores.ts';

interface Erasure {
  readonly id: string;
  readonly versions: number;
  readonly slug: string;
  /** The content file that still contains the story. */
  readonly file: string | undefined;
  readonly media: readonly string[];
}

/** `dateline erase`: removes the text and media of a killed story from the archive. */
export const register: Register = (cli, configuration) => {
  cli
    .argument('<story>', 'its key, its id or its slug')
    .action(async (story: string) => present(await erase(configuration(), story)));
};

function erase(configuration: Configuration, story: string): Promise<Erasure> {
  return withArchive(configuration, async (store, publication) => {
    const { id } = await storyNamed(store, publication, story);
    const erased = await eraseStory(store.archive, { id, actor: COMMAND_LINE }, now());
    if ('decision' in erased) throw new ConfigurationError(`Refused: ${erased.reason}.`);
    const { version: versions, slug } = erased.erased;
    return { id, versions, slug, file: await fileOf(store, id), media: erased.media };
  });
}

function present({ id, versions, slug, file, media }: Erasure): void {
  print(`${id}: text and media of ${versions} versions are erased; hashes and log are kept.`);
  if (file !== undefined) printProgress(`  The file ${file} still contains it: delete it.`);
  for (const path of media) printProgress(`  ${path}: if the media folder contains it, delete it there.`);
  printProgress(`  The slug "${slug}" stays reserved for its address.`);
  printProgress('  Backups contain it until you delete them.');
}
