import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileReplacer } from '../../src/content-folder/story-files.ts';
import { contentFolder } from '../support/folder.ts';

/** Replaces a file of another user, on a system whose `chown` fails with a code. */
async function replaceWith(code: string) {
  const folder = join(await contentFolder({ 'a.md': 'old' }), 'articles');
  const seen = await stat(join(folder, 'a.md'));
  const replace = fileReplacer(() => Promise.reject(Object.assign(new Error(code), { code })));
  const outcome = await replace(join(folder, 'a.md'), 'new', { ...seen, uid: seen.uid + 1 }).then(
    () => 'replaced',
    (error: NodeJS.ErrnoException) => error.code,
  );
  expect(await readdir(folder)).toEqual(['a.md']);
  return [outcome, await readFile(join(folder, 'a.md'), 'utf8')];
}

describe('the owner of a replaced file', () => {
  test.each(['EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])('a system without owners (%s)', async (code) => {
    expect(await replaceWith(code)).toEqual(['replaced', 'new']);
  });

  test('a fault of the disk leaves the old text and no file beside it', async () => {
    expect(await replaceWith('EIO')).toEqual(['EIO', 'old']);
  });
});
