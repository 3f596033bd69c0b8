import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiClient } from '../support/api.ts';
import { dateline } from '../support/command-line.ts';
import { contentFolder, temporaryFolder } from '../support/folder.ts';
import { RECEIVED_DOCUMENTS } from '../support/received-documents.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Headlines that readers see on the page of all stories. */
async function publicHeadlines(server: TestServer): Promise<string[]> {
  const html = await (await server.get('/feeds/all')).text();
  return RECEIVED_DOCUMENTS.map(({ headline }) => headline).filter((headline) => html.includes(`>${headline}<`));
}

const DOCUMENTS = RECEIVED_DOCUMENTS.filter(({ isCopy }) => !isCopy).map(({ headline }) => headline);
const COPY = RECEIVED_DOCUMENTS.filter(({ isCopy }) => isCopy);

test('the folder wire/ takes every format by its content; copy is held', async () => {
  const files = RECEIVED_DOCUMENTS.map(({ text }, index) => [`wire/abc/document-${index}`, text]);
  const server = await startServer(Object.fromEntries(files));
  expect(await publicHeadlines(server)).toEqual(DOCUMENTS);
  const { archive } = server.running.store;
  const stored = await archive.articles.byIds(
    (await archive.log.changesAfter(0, 100)).map(({ articleId }) => articleId),
  );
  expect(
    stored
      .filter(({ embargo }) => embargo !== undefined)
      .map(({ headline }) => headline)
      .toSorted(),
  ).toEqual(COPY.map(({ headline }) => headline).toSorted());
});

test('the folder wire/ publishes copy where its settings say so', async () => {
  const files = RECEIVED_DOCUMENTS.map(({ text }, index) => [`wire/abc/document-${index}`, text]);
  const server = await startServer({ ...Object.fromEntries(files), 'wire/intake.yaml': 'publish: true\n' });
  expect(await publicHeadlines(server)).toEqual(RECEIVED_DOCUMENTS.map(({ headline }) => headline));
});

test('the API takes every format, also with a wrong Content-Type; copy is held', async () => {
  const server = await startServer({});
  const client = await apiClient(server, 'write');
  for (const { format, text } of RECEIVED_DOCUMENTS) {
    const { status, text: answer } = await client('POST', '/articles', text, { 'Content-Type': 'text/plain' });
    expect([format, status, answer]).toEqual([format, 201, expect.any(String)]);
  }
  expect(await publicHeadlines(server)).toEqual(DOCUMENTS);
});

test('the command line takes every format, under any name; copy is a draft', async () => {
  const folder = await contentFolder();
  const outside = await temporaryFolder();
  await mkdir(outside, { recursive: true });
  const files = await Promise.all(
    RECEIVED_DOCUMENTS.map(async ({ text }, index) => {
      const file = join(outside, `document-${index}`);
      await writeFile(file, text);
      return file;
    }),
  );
  const { code, out, err } = await dateline(folder, 'import', ...files);
  expect([code, out]).toEqual([0, expect.any(String)]);
  expect(err.match(/state: {6}draft/g)).toHaveLength(COPY.length);
  expect(out.match(/\(version 1\)/g)).toHaveLength(DOCUMENTS.length);
});
