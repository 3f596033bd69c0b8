import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { type Configuration, ConfigurationError } from '../../app/configuration.ts';
import { locationName, locationOf } from '../../archive/location.ts';
import { backupArchive, moveArchive } from '../../archive/move.ts';
import type { Store } from '../../archive/store.ts';
import type { Article } from '../../article/article.ts';
import { reportOfRecord } from '../../content-folder/file-report.ts';
import { eraseStory } from '../../newsroom/erasure.ts';
import { contentOf, listedChanges } from '../../newsroom/plan.ts';
import { adoptStory, type Channel } from '../../newsroom/submit-story.ts';
import { EXIT, print, printProgress, table } from '../print.ts';
import { hasArchive, now, storyNamed, withArchive } from '../stores.ts';

/** Actor of commands on the command line. */
const ACTOR = 'command line';

/** Commands for the archive: copies of it, and changes to stories. */
export function archiveCommands(cli: Command, configuration: () => Configuration): void {
  const archive = cli.command('archive').description('move or copy the archive');

  archive
    .command('move')
    .description('carry everything into another, empty archive, and compare')
    .requiredOption('--to <address>', 'postgres://user:password@host/database, or a file of SQLite')
    .action(({ to }: { to: string }) => move(configuration(), to));

  archive
    .command('backup')
    .description('write a copy of the archive into a file, also while it is served')
    .argument('<file>', 'a file that is not there yet')
    .action(async (file: string) => {
      const { archive: from } = requireArchive(configuration());
      // The file is created now, by one of several commands; an empty file is a database without tables.
      await writeFile(file, '', { flag: 'wx', mode: 0o600 });
      try {
        await backupArchive(from, file);
      } catch (error) {
        await rm(file, { force: true });
        throw error;
      }
      print(file);
    });

  cli
    .command('deliveries')
    .description('what was told to search engines, and what they answered; the newest first')
    .option('--limit <number>', 'how many', '50')
    .action(async ({ limit }: { limit: string }) => {
      const count = Number(limit);
      if (!Number.isInteger(count) || count < 1 || count > 10_000)
        throw new ConfigurationError('--limit is a number from 1 to 10000.');
      requireArchive(configuration());
      const rows = await withArchive(configuration(), ({ deliveries }) => deliveries.newest(count));
      const lines = rows.map(({ channel, state, target, attempts, response = '', respondedAt, dueAt }) => [
        respondedAt ?? dueAt,
        channel,
        state,
        `${attempts}`,
        response,
        target,
      ]);
      for (const line of table([['when', 'to', 'state', 'tries', 'answer', 'address'], ...lines])) print(line);
    });

  cli
    .command('adopt')
    .description('give a story to the other way in: the content folder, or the HTTP API')
    .argument('<story>', 'its key, its id or its slug')
    .requiredOption('--by <way>', '"folder" or "api"')
    .action(async (story: string, { by }: { by: string }) => {
      if (by !== 'folder' && by !== 'api') throw new ConfigurationError('--by is "folder" or "api".');
      const origin: Channel = by === 'api' ? 'api' : 'content folder';
      await withArchive(configuration(), async (store, publication) => {
        const article = await storyNamed(store, publication, story);
        const file = await fileOf(store, article.id);
        const written = by === 'folder' && file === undefined ? await writeFileOf(configuration(), article) : undefined;
        const decision = await adoptStory(store.archive, { id: article.id, actor: ACTOR, origin }, now());
        if (decision.decision === 'refused') {
          if (written !== undefined) await rm(written);
          throw new ConfigurationError(`Refused: ${decision.reason}.`);
        }
        print(`${article.id} belongs to the ${origin}.`);
        if (by === 'folder') printProgress(`  Its file is ${written ?? file}.`);
        else if (file !== undefined) {
          printProgress(`  Delete ${file}: it is not read any more, and deleting it recalls nothing.`);
        }
      });
    });

  cli
    .command('erase')
    .description('take text and media of all versions of a killed story out of the archive, for good')
    .argument('<story>', 'its key, its id or its slug')
    .action(async (story: string) => {
      await withArchive(configuration(), async (store, publication) => {
        const { id } = await storyNamed(store, publication, story);
        const erased = await eraseStory(store.archive, { id, actor: ACTOR }, now());
        if ('decision' in erased) throw new ConfigurationError(`Refused: ${erased.reason}.`);
        print(`${id}: text and media of ${erased.erased.version} versions are erased; hashes and log stay.`);
        const file = await fileOf(store, id);
        if (file !== undefined) printProgress(`  The file ${file} still holds it: delete it.`);
        for (const path of erased.media) printProgress(`  ${path}: if the media folder holds it, delete it there.`);
        printProgress(`  Its address keeps the slug "${erased.erased.slug}", which nobody else gets.`);
        printProgress('  Backups hold it as long as you keep them.');
      });
    });
}

function requireArchive(configuration: Configuration): Configuration {
  if (hasArchive(configuration)) return configuration;
  throw new ConfigurationError(`There is no archive at ${locationName(configuration.archive)} yet: serve first.`);
}

async function move(configuration: Configuration, to: string): Promise<void> {
  const { archive: from } = requireArchive(configuration);
  const { tables, changedMeanwhile } = await moveArchive(from, locationOf(to), ({ name, rows }) =>
    printProgress(`  ${name}: ${rows}`),
  );
  const rows = tables.map(({ name, rows: count, hash }) => [name, String(count), hash.slice(0, 16)]);
  for (const line of table([['table', 'rows', 'SHA-256 of both, equal'], ...rows])) print(line);
  if (changedMeanwhile > 0) {
    process.exitCode = EXIT.found;
    printProgress(
      `${changedMeanwhile} changes came in meanwhile: stop the server, and move into an empty archive again.`,
    );
  } else
    printProgress(
      `Everything is at ${locationName(locationOf(to))} now: name it with DATELINE_DATABASE_URL or DATELINE_DATA.`,
    );
}

async function fileOf(store: Store, id: string): Promise<string | undefined> {
  const records = (await store.files.all()).map(reportOfRecord);
  return records.find((report) => report.id === id && report.state !== 'removed')?.file;
}

/** A story of the folder needs a file: it is written before the story is transferred. */
async function writeFileOf({ content }: Configuration, { publishAt, ...article }: Article): Promise<string> {
  const { id, slug } = article;
  const changes = listedChanges(article);
  const story = { id, published: publishAt, ...contentOf({ publishAt, ...article }), changes };
  const path = join(content, 'articles', `${slug}.json`);
  await writeFile(path, `${JSON.stringify(story, null, 2)}\n`, { flag: 'wx' });
  return path;
}
