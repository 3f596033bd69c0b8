import { FORMATS } from '../../formats/index.ts';
import type { Register } from '../command.ts';
import { renderStory } from '../render-story.ts';
import { now } from '../stores.ts';

/** `dateline render`: prints a story or a feed in one format. */
export const register: Register = (cli, configuration) => {
  cli
    .argument('<story>', 'its slug or its file')
    .requiredOption('--format <id>', `html, ${FORMATS.map(({ id }) => id).join(', ')}`)
    .option('--profile <id>', `of newsml-g2 or ninjs: ${profileIds().join(', ')}`)
    .option('--feed', 'the feed of this name instead of a story, such as all or section/world', false)
    .action(async (story: string, options: { format: string; profile?: string; feed: boolean }) => {
      process.stdout.write(await renderStory(configuration(), { story, ...options }, now()));
    });
};

function profileIds(): string[] {
  return FORMATS.flatMap(({ profile, profiles = [] }) => [profile, ...profiles.map((one) => one.profile)]).filter(
    (id) => id !== undefined,
  );
}
