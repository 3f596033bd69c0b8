import { readFile } from 'node:fs/promises';
import { ConfigurationError } from '../../app/configuration.ts';
import { parseYaml } from '../../content-folder/publication-file.ts';
import { storePartner } from '../../delivery/partners/partner-list.ts';
import { type Partner, partnerSchema } from '../../publication/partner.ts';
import type { Register } from '../command.ts';
import { EXIT, findingLine, print, printProgress } from '../print.ts';
import { COMMAND_LINE, now, withArchive } from '../stores.ts';

/** `dateline partner put FILE`: stores the settings of a partner from a file (YAML or JSON), with history. */
export const register: Register = (command, configuration) => {
  command
    .argument('<file>', 'its settings, as an entry of `partners` in publication.yaml')
    .action(async (file: string) => {
      const parsed = parseYaml<Partner>({ text: await textIn(file), file }, partnerSchema);
      if ('problems' in parsed) {
        process.exitCode = EXIT.usage;
        for (const finding of parsed.problems) print(findingLine(finding));
        return;
      }
      const { data } = parsed;
      const stored = await withArchive(configuration(), (store) =>
        storePartner(store, data, { now: now(), actor: COMMAND_LINE }),
      );
      if ('conflict' in stored) {
        throw new ConfigurationError(
          `The partner "${data.key}" is in publication.yaml: change it there, or take it out first.`,
        );
      }
      printProgress(`Stored: ${data.key}, version ${stored.record.version} of its settings.`);
    });
};

async function textIn(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigurationError(`${file} cannot be read (${error.code}): name a file with the settings of a partner.`);
  });
}
