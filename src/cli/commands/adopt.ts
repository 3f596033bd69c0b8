import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Configuration, ConfigurationError } from '../../app/configuration.ts';
import type { Article } from '../../article/article.ts';
import { contentOf, listedChanges } from '../../newsroom/plan.ts';
import { adoptStory, type Channel } from '../../newsroom/submit-story.ts';
import type { Register } from '../command.ts';
import { print, printProgress } from '../print.ts';
import { COMMAND_LINE, fileOf, now, storyNamed, withArchive } from '../stores.ts';

interface Adopted {
  readonly id: string;
  readonly channel: Channel;
  /** The content file of the story, if it has one. */
  readonly file: string | undefined;
}

/** `dateline adopt`: transfers a story to another channel. */
export const register: Register = (cli, configuration) => {
  cli
    .argument('<story>', 'its key, its id or its slug')
    .requiredOption('--by <channel>', '"folder" or "api"')
    .action(async (story: string, { by }: { by: string }) => {
      if (by !== 'folder' && by !== 'api') throw new ConfigurationError('--by is "folder" or "api".');
      present(await adopt(configuration(), story, by === 'api' ? 'api' : 'content folder'));
    });
};

function adopt(configuration: Configuration, story: string, channel: Channel): Promise<Adopted> {
  return withArchive(configuration, async (store, publication) => {
    const article = await storyNamed(store, publication, story);
    const existing = await fileOf(store, article.id);
    // A story of the folder needs a file: it is written before the story is transferred.
    const needsFile = channel === 'content folder' && existing === undefined;
    const written = needsFile ? await writeStoryFile(configuration, article) : undefined;
    const command = { id: article.id, actor: COMMAND_LINE, origin: channel };
    const decision = await adoptStory(store.archive, command, now());
    if (decision.decision === 'refused') {
      if (written !== undefined) await rm(written);
      throw new ConfigurationError(`Refused: ${decision.reason}.`);
    }
    return { id: article.id, channel, file: written ?? existing };
  });
}

function present({ id, channel, file }: Adopted): void {
  print(`${id} belongs to the ${channel}.`);
  if (channel === 'content folder') printProgress(`  Its file is ${file}.`);
  else if (file !== undefined) {
    printProgress(`  Delete ${file}: it is no longer read, and deleting it withholds nothing.`);
  }
}

async function writeStoryFile({ content }: Configuration, { publishAt, ...article }: Article): Promise<string> {
  const { id, slug } = article;
  const changes = listedChanges(article);
  const story = { id, published: publishAt, ...contentOf({ publishAt, ...article }), changes };
  const path = join(content, 'articles', `${slug}.json`);
  await writeFile(path, `${JSON.stringify(story, null, 2)}\n`, { flag: 'wx' });
  return path;
}
