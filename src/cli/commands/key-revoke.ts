import type { Register } from '../command.ts';
import { EXIT, print, printProgress } from '../print.ts';
import { now, withArchiveAlone } from '../stores.ts';

/** `dateline key revoke`: ends a key of the HTTP API. */
export const register: Register = (key, configuration) => {
  key.argument('<id>', 'as `dateline key list` prints it').action(async (id: string) => {
    present(id, await withArchiveAlone(configuration(), ({ keys }) => keys.revoke(id, now())));
  });
};

function present(id: string, isRevoked: boolean): void {
  if (isRevoked) {
    print(`Key ${id} is revoked.`);
    return;
  }
  process.exitCode = EXIT.found;
  printProgress(`No valid key has the id ${id}: \`dateline key list\` prints all keys.`);
}
