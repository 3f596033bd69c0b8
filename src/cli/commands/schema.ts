import { submissionJsonSchema } from '../../article/submission.ts';
import { publicationJsonSchema } from '../../publication/publication.ts';
import type { Register } from '../command.ts';
import { print } from '../print.ts';

/** `dateline schema`: prints the JSON Schema of a story or of the settings. */
export const register: Register = (cli) => {
  cli.option('--publication', 'that of publication.yaml', false).action(({ publication }: { publication: boolean }) => {
    print(JSON.stringify(publication ? publicationJsonSchema() : submissionJsonSchema(), null, 2));
  });
};
