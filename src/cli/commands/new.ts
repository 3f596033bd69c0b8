import { relative } from 'node:path';
import { requireFolder } from '../../app/configuration.ts';
import { readPublication } from '../../app/open-publication.ts';
import type { Register } from '../command.ts';
import { newStory } from '../new-story.ts';
import { print } from '../print.ts';

/** `dateline new`: writes a draft. */
export const register: Register = (cli, configuration) => {
  cli
    .argument('<headline>', 'the headline, in quotes')
    .option('--section <key>', 'a section of publication.yaml (the first one)')
    .action(async (headline: string, options: { section?: string }) => {
      const { content } = configuration();
      requireFolder(content);
      const path = await newStory(content, await readPublication(content), { headline, ...options });
      print(relative(process.cwd(), path));
    });
};
