import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MediaFolder } from '../../src/parsing/media-folder.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'dateline-media-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  await mkdir(join(path, 'media/2026'), { recursive: true });
  await writeFile(join(path, 'media/2026/a.jpg'), 'not really a picture');
  await writeFile(join(path, 'archive.mp4'), 'secret');
  return path;
}

test('describes files of the folder alone', async () => {
  const path = await folder();
  const media = new MediaFolder(join(path, 'media'));
  expect(media.summary('2026/a.jpg')).toEqual({ type: 'image/jpeg', bytes: 20 });
  for (const name of ['../archive.mp4', '2026/../../archive.mp4', '/etc/passwd', 'b.jpg', '.hidden.jpg', '2026']) {
    expect(media.summary(name), name).toBeUndefined();
    expect(media.file(name), name).toBeUndefined();
  }
});

test('follows symbolic links inside the folder, never out of it', async () => {
  const path = await folder();
  await symlink(join(path, 'archive.mp4'), join(path, 'media/film.mp4'));
  await symlink(path, join(path, 'media/up'));
  await symlink('2026/a.jpg', join(path, 'media/b.jpg'));
  await symlink(join(path, 'media'), join(path, 'link'));
  const media = new MediaFolder(join(path, 'link'));
  expect(media.summary('b.jpg')).toEqual({ type: 'image/jpeg', bytes: 20 });
  for (const name of ['film.mp4', 'up/archive.mp4']) {
    expect(media.summary(name), name).toBeUndefined();
    expect(media.pathOf(name), name).toBeUndefined();
    expect(await media.etag(name), name).toBeUndefined();
  }
});
