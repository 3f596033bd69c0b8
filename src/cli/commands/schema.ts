import { submissionJsonSchema } from '../../article/submission.ts';
import { frontJsonSchema } from '../../publication/front-settings.ts';
import { publicationJsonSchema } from '../../publication/publication.ts';
import type { Register } from '../command.ts';
import { print } from '../print.ts';

/** `dateline schema`: prints the JSON Schema of a story or of the settings. */
export const register: Register = (cli) => {
  cli
    .option('--publication', 'that of publication.yaml', false)
    .option('--front', 'that of front.yaml', false)
    .action(({ publication, front }: { publication: boolean; front: boolean }) => {
      const schema = front ? frontJsonSchema() : publication ? publicationJsonSchema() : submissionJsonSchema();
      print(JSON.stringify(schema, null, 2));
    });
};
