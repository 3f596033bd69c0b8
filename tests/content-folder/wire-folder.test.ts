import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportOfRecord } from '../../src/content-folder/file-report.ts';
import { put } from '../support/folder.ts';
import { newsml1 } from '../support/newsml-1.ts';
import { startServer, type TestServer, until } from '../support/server.ts';
import { WIRE_STORY } from '../support/wire-story.ts';

const SLUG = '/articles/harbour-strike-ends-after-nine-days';
const IPTC_7901 =
  'eca0075 3 i 51 xyz 1003\n\nFERRY/\nFerry runs again\n=\n\nPort Town (xyz) - It ran.\n   It was full.\n xyz aa\n261003 Nov 26\n';
const PUBLISH = 'publish: true\n';

const statusOf = async (server: TestServer, path: string): Promise<number> => (await server.get(path)).status;

/** Settings and files are relative to the content folder. */
const start = (files: Record<string, string | Buffer>) => startServer(files as Record<string, string>);

async function reportOf(server: TestServer, file: string) {
  const reports = (await server.running.store.files.all()).map(reportOfRecord);
  return reports.find((report) => report.file === file);
}

describe('the folder wire/', () => {
  test('takes plain copy, which is held unless its settings publish it', async () => {
    const server = await start({ 'wire/xyz/copy.txt': WIRE_STORY });
    expect(await statusOf(server, SLUG)).toBe(404);
    await put(server.folder, 'wire/xyz/intake.yaml', PUBLISH);
    await put(server.folder, 'wire/xyz/other.txt', WIRE_STORY.replace('Harbour', 'Dock'));
    await until(async () => (await statusOf(server, SLUG.replace('harbour', 'dock'))) === 200);
    // An editor decides about copy that was held.
    expect(await statusOf(server, SLUG)).toBe(404);
  });

  test('states provider, section and language for its documents; folders inside of it have them too', async () => {
    const server = await start({
      'wire/intake.yaml': PUBLISH,
      'wire/xyz/intake.yaml': 'provider: The XYZ Agency\nsection: culture\nlanguage: de\n',
      'wire/xyz/today/message.7901': IPTC_7901,
    });
    const { archive } = server.running.store;
    const article = await archive.articles.bySlug('ferry-runs-again');
    expect(article).toMatchObject({ section: 'culture', language: 'de', headline: 'Ferry runs again', urgency: 3 });
    expect(article?.source?.provider).toBe('The XYZ Agency');
    expect(await statusOf(server, '/articles/ferry-runs-again')).toBe(200);
  });

  test('a file with the same name is the next version', async () => {
    const server = await start({ 'wire/xyz/intake.yaml': PUBLISH, 'wire/xyz/copy.txt': WIRE_STORY });
    expect(await statusOf(server, SLUG)).toBe(200);
    await put(server.folder, 'wire/xyz/copy.txt', WIRE_STORY.replace('forty', 'fifty'));
    await until(async () => (await (await server.get(SLUG)).text()).includes('fifty vessels'));
  });

  test('recognizes documents by their content, not by their names', async () => {
    const server = await start({
      'wire/xyz/no-ending': newsml1(),
      'wire/xyz/wrong.json': newsml1().replaceAll('TX-FERRY-1', 'TX-2').replace('Ferry runs', 'Boat runs'),
    });
    expect(await statusOf(server, '/articles/ferry-runs-again')).toBe(200);
    expect(await statusOf(server, '/articles/boat-runs-again')).toBe(200);
  });

  test('stores pictures that lie beside a document', async () => {
    const picture = Buffer.from(
      'ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912130f141d1a1f1e1d1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080003000401011100ffc4001400010000000000000000000000000000000affda0008010100003f0037ffd9',
      'hex',
    );
    const beside =
      '<NewsComponent><Role FormalName="Photo"/><NewsLines><HeadLine>Quay</HeadLine></NewsLines><ContentItem Href="quay.jpg"><MediaType FormalName="Photo"/></ContentItem></NewsComponent>';
    const server = await start({ 'wire/xyz/quay.jpg': picture, 'wire/xyz/story.xml': newsml1({ beside }) });
    const html = await (await server.get('/articles/ferry-runs-again')).text();
    const [address = ''] = /\/media\/[0-9a-f]{64}\.jpg/.exec(html) ?? [];
    const file = await server.get(address);
    expect([file.status, Buffer.from(await file.arrayBuffer()).toString('hex')]).toEqual([
      200,
      picture.toString('hex'),
    ]);
  });

  test('waits for files that are not complete yet', async () => {
    const server = await start({});
    const folder = join(server.folder, 'wire/xyz');
    await mkdir(folder, { recursive: true });
    for (const ending of ['.part', '.tmp', '.filepart'])
      await writeFile(join(folder, `story.xml${ending}`), newsml1().slice(0, 300));
    await writeFile(join(folder, 'done.xml.tmp'), newsml1());
    await rename(join(folder, 'done.xml.tmp'), join(folder, 'done.xml'));
    await until(async () => (await statusOf(server, '/articles/ferry-runs-again')) === 200);
    const reports = (await server.running.store.files.all()).map(reportOfRecord);
    expect(reports.map(({ file }) => file)).toEqual(['wire/xyz/done.xml']);
  });

  test('reports errors of its settings, and stories of one’s own in it', async () => {
    const server = await start({
      'wire/xyz/intake.yaml': 'publsh: true\n',
      'wire/xyz/copy.txt': WIRE_STORY,
      'wire/abc/own.md': '---\nheadline: Own\n---\n\nText.\n',
    });
    expect(await statusOf(server, SLUG)).toBe(404);
    expect((await reportOf(server, 'wire/xyz/copy.txt'))?.findings[0]?.message).toContain('publsh');
    expect((await reportOf(server, 'wire/abc/own.md'))?.findings[0]?.message).toContain('articles/');
  });
});
