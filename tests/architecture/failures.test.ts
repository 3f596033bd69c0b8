import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The exit code of a run of one test, with everything that runs around the tests. */
async function exitCodeOf(body: string): Promise<number | null> {
  const folder = await temporaryFolder();
  const globalSetup = join(ROOT, 'tests/support/postgres-on-demand.ts');
  const vitest = JSON.stringify(join(ROOT, 'node_modules/vitest/dist/index.js'));
  await writeFile(join(folder, 'one.test.js'), `import { expect, test } from ${vitest}; test('one', () => ${body});`);
  await writeFile(
    join(folder, 'vitest.config.js'),
    `export default { test: { include: ['one.test.js'], globalSetup: [${JSON.stringify(globalSetup)}] } };`,
  );
  const command = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder];
  return spawnSync(process.execPath, command, { cwd: ROOT, stdio: 'ignore', env: { ...process.env, VITEST: '' } })
    .status;
}

test('a run of the tests with a failure fails', async () => {
  expect(await exitCodeOf('expect(1).toBe(1)')).toBe(0);
  expect(await exitCodeOf('expect(1).toBe(2)')).toBe(1);
});
