import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Message } from '../../src/delivery/partners/message.ts';
import { DatelineImporter } from '../../src/partner-kit/dateline-importer.ts';
import type { ImportedStory, Importer, KitMessage } from '../../src/partner-kit/importer.ts';
import { MemoryImporter } from '../../src/partner-kit/memory-importer.ts';
import { play } from '../../src/partner-kit/play.ts';
import { pull } from '../../src/partner-kit/pull.ts';
import { PushPlayer } from '../../src/partner-kit/push-player.ts';
import { QueuePlayer } from '../../src/partner-kit/queue-player.ts';
import { startReceiver } from '../../src/partner-kit/receive.ts';
import { type Player, STEPS } from '../../src/partner-kit/scenario.ts';
import { PARTNER_FORMATS, type Partner } from '../../src/publication/partner.ts';
import { type ApiClient, apiClient } from '../support/api.ts';
import { startServer, type TestServer, until } from '../support/server.ts';
import { at } from '../support/stories.ts';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

interface Tested {
  readonly importer: Importer;
  readonly secrets?: readonly string[];
  readonly format?: Partner['format'];
}

/** Plays by push against an importer. Returns the demands that it did not handle. */
async function playPush({ importer, secrets = [SECRET], format = 'newsml-g2' }: Tested) {
  const receiver = await startReceiver({ port: 0, secrets, importer });
  onTestFinished(() => receiver.close());
  const url = `http://127.0.0.1:${receiver.port}`;
  return play(new PushPlayer({ url, state: `${url}/state`, secret: SECRET }), format);
}

/** Plays by a queue against an importer. */
async function playQueue(importer: Importer) {
  const receiver = await startReceiver({ port: 0, secrets: [SECRET], importer });
  onTestFinished(() => receiver.close());
  const state = `http://127.0.0.1:${receiver.port}/state`;
  const player = new QueuePlayer({ port: 0, key: 'k', state });
  const queue = `http://127.0.0.1:${await player.listen()}/api/v1/queue`;
  const stopping = new AbortController();
  const pulling = pull({ queue, key: 'k', importer, stopping: stopping.signal });
  const results = await play(player, 'newsml-g2');
  stopping.abort();
  await player.close();
  await pulling;
  return results;
}

/** Another Dateline, with a key for submitting stories; its clock is that of this machine. */
async function datelineImporter(): Promise<DatelineImporter> {
  const server = await startServer({}, { now: new Date().toISOString() });
  const { token } = await server.running.store.keys.create(
    { name: 'importer', scopes: ['write'] },
    at('2026-01-01T00:00:00Z'),
  );
  return new DatelineImporter(`http://127.0.0.1:${server.running.port}/api/v1`, token);
}

const faults = (results: Awaited<ReturnType<typeof play>>) => results.filter(({ state }) => state === 'not handled');

describe('a right importer handles everything', () => {
  test.each(PARTNER_FORMATS.filter((format) => !format.includes('superdesk')))('by push, in %s', async (format) => {
    const results = await playPush({ importer: new MemoryImporter(), format });
    expect(faults(results)).toEqual([]);
    expect(results).toHaveLength(STEPS.length);
    expect(results.every(({ state }) => state === 'handled')).toBe(true);
  });

  test('by a queue whose first request is refused and whose receipts time out', async () => {
    const results = await playQueue(new MemoryImporter());
    expect(faults(results)).toEqual([]);
    expect(results.filter(({ state }) => state === 'not played')).toHaveLength(4);
  });
});

describe('Dateline receives from Dateline', () => {
  test('by push', async () => {
    expect(faults(await playPush({ importer: await datelineImporter() }))).toEqual([]);
  });

  test('by a queue', async () => {
    expect(faults(await playQueue(await datelineImporter()))).toEqual([]);
  });
});

type Mistake = 'order' | 'kill' | 'doubles' | 'embargo';

/** An importer with a mistake in one place. */
class FaultyImporter implements Importer {
  readonly #right = new MemoryImporter();
  readonly #stories: ImportedStory[] = [];
  readonly #mistake: Mistake;

  constructor(mistake: Mistake) {
    this.#mistake = mistake;
  }

  async take(message: KitMessage): Promise<void> {
    const alone = new MemoryImporter();
    await alone.take(message);
    const [story] = await alone.stories();
    if (story === undefined) return;
    if (this.#mistake === 'embargo') {
      await this.#right.take(message);
    } else if (this.#mistake === 'doubles') this.#stories.push(story);
    else if (this.#mistake === 'kill' && message.status === 'canceled') return;
    else if (this.#mistake === 'order') {
      const index = this.#stories.findIndex(({ id }) => id === story.id);
      if (index >= 0) this.#stories.splice(index, 1);
      this.#stories.push(story);
    } else await this.#right.take(message);
  }

  async stories(): Promise<readonly ImportedStory[]> {
    if (this.#mistake === 'order' || this.#mistake === 'doubles') return this.#stories;
    const stories = await this.#right.stories();
    return this.#mistake === 'embargo'
      ? stories.map((story) => ({ ...story, isPublic: story.status === 'usable' }))
      : stories;
  }
}

describe('a mistake is found out', () => {
  const names = (results: Awaited<ReturnType<typeof play>>): string =>
    faults(results)
      .map(({ name }) => name)
      .join('\n');

  test('older versions replace newer ones', async () => {
    const found = names(await playPush({ importer: new FaultyImporter('order') }));
    expect(found).toContain('an older version that arrives late does not replace a newer one');
    expect(found).toContain('nothing brings a killed story back');
  });

  test('kills are ignored', async () => {
    expect(names(await playPush({ importer: new FaultyImporter('kill') }))).toContain('a kill takes the story back');
  });

  test('every message is a story of its own', async () => {
    const found = names(await playPush({ importer: new FaultyImporter('doubles') }));
    expect(found).toContain('the same message a second time changes nothing');
    expect(found).toContain('an update replaces the story');
  });

  test('embargoes are ignored', async () => {
    expect(names(await playPush({ importer: new FaultyImporter('embargo') }))).toBe(
      'a story under embargo is not public',
    );
  });

  test('signatures are not checked', async () => {
    const found = names(await playPush({ importer: new MemoryImporter(), secrets: [] }));
    expect(found).toBe(
      'a message with a wrong signature is refused\na message with a signature of an hour ago is refused',
    );
  });
});

/** Drops messages as files into the folder for documents of agencies, as SFTP does: under another name, then renamed. */
class FolderPlayer implements Player {
  readonly channel = 'queue';
  readonly #server: TestServer;
  readonly #client: ApiClient;
  #count = 0;

  constructor(server: TestServer, client: ApiClient) {
    this.#server = server;
    this.#client = client;
  }

  async deliver(message: Message): Promise<undefined> {
    const name = `wire/message-${++this.#count}.newsml.xml`;
    const path = join(this.#server.folder, name);
    await writeFile(`${path}.part`, message.body);
    await rename(`${path}.part`, path);
    await until(async () => (await this.#server.running.store.files.all()).some(({ path: file }) => file === name));
  }

  async deliverTwice(message: Message): Promise<undefined> {
    await this.deliver(message);
    return this.deliver(message);
  }

  async deliverFaulty(): Promise<undefined> {
    return undefined;
  }

  async stories(): Promise<readonly ImportedStory[]> {
    const { changes } = (await this.#client('GET', '/changes?limit=500')).json;
    const keys = new Set<string>(changes.map(({ key }: { key: string }) => key));
    const stories: ImportedStory[] = [];
    for (const key of keys) {
      const { json } = await this.#client('GET', `/articles/${key}`);
      const { source, headline } = json.article;
      const shown = json.status === 'usable' ? { headline } : {};
      const isPublic = json.public === 'story';
      stories.push({ id: source.guid, version: source.version, status: json.status, ...shown, isPublic });
    }
    return stories;
  }
}

test('Dateline receives from Dateline by files in a folder', async () => {
  const server = await startServer(
    { 'wire/intake.yaml': 'provider: The Specimen\n' },
    { now: new Date().toISOString() },
  );
  const results = await play(new FolderPlayer(server, await apiClient(server, 'write')), 'newsml-g2');
  expect(faults(results)).toEqual([]);
  expect(results.filter(({ state }) => state === 'handled').length).toBeGreaterThan(10);
});
