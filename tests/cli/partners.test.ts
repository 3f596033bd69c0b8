import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openArchive } from '../../src/archive/location.ts';
import { documentOf } from '../../src/delivery/partners/partner-list.ts';
import { partnerSchema } from '../../src/publication/partner.ts';
import { dateline } from '../support/command-line.ts';
import { contentFolder, put, SETTINGS, storyFile } from '../support/folder.ts';
import { startMailServer } from '../support/mail-server.ts';
import { startReceiver } from '../support/receiver.ts';
import { startSftpServer } from '../support/sftp-server.ts';
import { at } from '../support/stories.ts';

const yesterday = new Date(Date.now() - 86_400_000 / 2).toISOString().replace(/\.\d+/, '');

/** A content folder with partners, read into an archive. */
async function withPartners(partners: string): Promise<string> {
  const folder = await contentFolder({
    'publication.yaml': `${SETTINGS}partners:\n${partners}`,
    'a.md': storyFile('a', {
      slug: 'world-story',
      headline: 'World story',
      published: yesterday,
      media: '[{ kind: image, alt: a, files: [a.svg], rights: { destinations: [web] } }]',
    }),
    'b.md': storyFile('b', {
      slug: 'culture-story',
      headline: 'Culture story',
      section: 'culture',
      published: yesterday,
    }),
    'media/a.svg': '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>',
  });
  expect((await dateline(folder, 'sync')).code).toBe(0);
  return folder;
}

const ACME = '  - { key: acme, name: Acme, product: { stories: [{ section: world }] }, channels: [{ type: queue }] }\n';

describe('dateline partner', () => {
  test('preview: why each story of the last day is in or out, and what is left out', async () => {
    const folder = await withPartners(ACME);
    const { code, out, err } = await dateline(folder, 'partner', 'preview', 'acme');
    expect(code).toBe(0);
    expect(out).toContain('in   world-story  publish  World story\n     the story is in its product');
    expect(out).toContain('without image /media/a.svg (its rights do not permit this partner)');
    expect(out).toContain('out  culture-story');
    expect(out).toContain('not in its product: it has none of section world');
    expect(err).toContain('1 of 2 stories');
  });

  test('commands that read change nothing', async () => {
    const folder = await withPartners(ACME);
    await dateline(folder, 'partner', 'preview', 'acme');
    await dateline(folder, 'partner', 'list');
    const store = await openArchive({ file: `${folder}/.data/dateline.sqlite` });
    expect(await store.partners.newest()).toEqual([]);
    await store.close();
  });

  test('secret: the same until it is rotated', async () => {
    const folder = await withPartners(
      "  - { key: acme, name: Acme, channels: [{ type: https, url: 'https://partner.example/' }] }\n",
    );
    const secret = async (...more: string[]) =>
      (await dateline(folder, 'partner', 'secret', 'acme', ...more)).out.trim();
    const first = await secret();
    expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(await secret()).toBe(first);
    const rotated = await secret('--rotate');
    expect(rotated).not.toBe(first);
    expect(await secret()).toBe(rotated);
    // The partner may still verify with the first one.
    const second = await dateline(folder, 'partner', 'secret', 'acme', '--rotate');
    expect([second.code, second.err]).toEqual([2, expect.stringContaining('the previous one signs until')]);
    expect(await secret()).toBe(rotated);
    expect(await secret('--rotate', '--again')).not.toBe(rotated);
  });

  test('pause, resume and resend', async () => {
    const folder = await withPartners(ACME);
    expect((await dateline(folder, 'partner', 'pause', 'acme')).err).toContain('Paused: acme by queue');
    const resent = await dateline(folder, 'partner', 'resend', 'acme', '--story', 'world-story');
    expect(resent.err).toContain('1 story is planned');
    expect((await dateline(folder, 'partner', 'resume', 'acme')).err).toContain('Resumed: acme');
    const { out } = await dateline(folder, 'deliveries', '--partner', 'acme');
    expect(out).toMatch(/acme\/queue +waiting .*resend tag:/);
  });

  test('resume: one channel alone where it is named', async () => {
    const channels = "[{ type: queue }, { type: https, name: other, url: 'https://a.example/' }]";
    const folder = await withPartners(`  - { key: acme, name: Acme, channels: ${channels} }\n`);
    await dateline(folder, 'partner', 'pause', 'acme');
    const { err } = await dateline(folder, 'partner', 'resume', 'acme', '--channel', 'other');
    expect(err).toContain('Resumed: acme by other.');
    expect(err).not.toContain('queue');
    const store = await openArchive({ file: `${folder}/.data/dateline.sqlite` });
    const paused = (await store.channels.list()).filter(({ pausedAt }) => pausedAt !== undefined);
    await store.close();
    expect(paused.map(({ channel }) => channel)).toEqual(['queue']);
  });

  test('put, show and end: settings from a file, with their history', async () => {
    const folder = await withPartners(ACME);
    const file = join(folder, 'other.yaml');
    await writeFile(file, 'key: other\nname: Other\nchannels: [{ type: queue }]\n');
    const put = async () => dateline(folder, 'partner', 'put', file);
    expect((await put()).err).toContain('Stored: other, version 1 of its settings.');
    await writeFile(file, 'key: other\nname: Another\nchannels: [{ type: queue }]\n');
    expect((await put()).err).toContain('version 2');
    const shown = await dateline(folder, 'partner', 'show', 'other');
    expect(partnerSchema.parse(parse(shown.out))).toMatchObject({ key: 'other', name: 'Another' });
    expect(shown.err).toMatch(/version 1, .* by command line\nversion 2, .* by command line/);
    expect((await dateline(folder, 'partner', 'end', 'other')).err).toContain('Ended: other.');
    expect((await dateline(folder, 'partner', 'show', 'other')).out).toMatch(/^ends: .*Z$/m);
    await writeFile(file, 'key: other\nname: Other\nchannels: [{ type: pigeon }]\n');
    const refused = await put();
    expect([refused.code, refused.out]).toEqual([
      2,
      expect.stringMatching(/other\.yaml:3:\d+.*is not a type of channel/),
    ]);
    expect((await dateline(folder, 'partner', 'put', 'absent.yaml')).err).toContain(
      'absent.yaml cannot be read (ENOENT)',
    );
  });

  test('pause, resume, list and deliveries work while publication.yaml has errors', async () => {
    const folder = await withPartners(ACME);
    const store = await openArchive({ file: `${folder}/.data/dateline.sqlite` });
    const partner = partnerSchema.parse({ key: 'acme', name: 'Acme', channels: [{ type: 'queue' }] });
    const author = { storedAt: at('2026-06-01T00:00:00Z'), actor: 'test', origin: 'api' } as const;
    await store.partners.store({ ...author, key: 'acme', document: documentOf(partner) });
    await store.close();
    await put(folder, 'publication.yaml', 'partners: nonsense\n');
    expect((await dateline(folder, 'partner', 'pause', 'acme')).err).toContain('Paused: acme by queue');
    expect((await dateline(folder, 'partner', 'list')).out).toMatch(/acme +queue +paused/);
    expect((await dateline(folder, 'partner', 'resume', 'acme')).err).toContain('Resumed: acme');
    expect((await dateline(folder, 'deliveries')).code).toBe(0);
    expect((await dateline(folder, 'partner', 'preview', 'acme')).code).not.toBe(0);
  });

  test('test: sends a signed message about a killed specimen', async () => {
    const receiver = await startReceiver();
    const folder = await withPartners(
      `  - { key: acme, name: Acme, channels: [{ type: https, url: '${receiver.url}' }] }\n`,
    );
    process.env.DATELINE_ALLOW_OUTBOUND = '127.0.0.1';
    const { code, out } = await dateline(folder, 'partner', 'test', 'acme');
    delete process.env.DATELINE_ALLOW_OUTBOUND;
    expect([code, out]).toEqual([0, 'https: confirmed, 200\n']);
    const [message] = receiver.received;
    expect(message).toMatchObject({ change: 'test', status: 'canceled' });
    const secret = (await dateline(folder, 'partner', 'secret', 'acme')).out.trim();
    expect(message && receiver.isSignedWith(message, secret)).toBe(true);
  });

  test('test: puts the document of the specimen, and sends an e-mail that asks for nothing', async () => {
    const [files, mail] = [await startSftpServer(), await startMailServer()];
    const sftp = `type: sftp, host: 127.0.0.1, port: ${files.port}, user: u, passwordFrom: PARTNER_ACME_PASSWORD, hostKey: '${files.hostKey}'`;
    const folder = await withPartners(
      `  - { key: acme, name: Acme, channels: [{ ${sftp} }, { type: email, to: desk@acme.example }] }\n`,
    );
    const environment = {
      DATELINE_ALLOW_OUTBOUND: '127.0.0.1',
      DATELINE_SMTP_URL: mail.configuration.url,
      DATELINE_MAIL_FROM: mail.configuration.from,
      PARTNER_ACME_PASSWORD: 'sesame',
    };
    Object.assign(process.env, environment);
    const { code, out } = await dateline(folder, 'partner', 'test', 'acme');
    for (const name of Object.keys(environment)) delete process.env[name];
    expect(out).toMatch(/^sftp: confirmed, written as testmessage0+-1\.newsml\.xml\nemail: confirmed, 250 .*\n$/);
    expect(code).toBe(0);
    expect(String([...files.files.values()][0])).toContain('stat:canceled');
    expect(mail.received[0]).toMatchObject({
      subject: expect.stringMatching(/^Test: /),
      to: [{ address: 'desk@acme.example' }],
    });
  });

  test.each([
    [['preview', 'unknown'], 'There is no partner "unknown"; there are: acme.'],
    [['preview', 'acme', '--hours', '0'], '--hours is a number'],
    [['pause', 'acme', '--channel', 'x'], 'has no channel "x"; there are: queue.'],
    [['secret', 'acme'], 'has no channel that pushes'],
    [['resend', 'acme'], 'Name what to send again'],
    [['resend', 'acme', '--from', 'yesterday'], '--from is not a time'],
  ])('%j is refused with the remedy', async (words, message) => {
    const folder = await withPartners(ACME);
    const { code, err } = await dateline(folder, 'partner', ...words);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });

  test('a key of a partner has its product alone', async () => {
    const folder = await withPartners(ACME);
    const { code, out } = await dateline(folder, 'key', 'create', 'importer', '--partner', 'acme');
    expect(code).toBe(0);
    const store = await openArchive({ file: `${folder}/.data/dateline.sqlite` });
    expect(await store.keys.authenticate(out.trim(), at('2026-11-27T00:00:00Z'))).toMatchObject({ partner: 'acme' });
    await store.close();
    const wrong = await dateline(folder, 'key', 'create', 'importer', '--partner', 'acme', '--scope', 'admin');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--partner replaces --scope')]);
  });
});
