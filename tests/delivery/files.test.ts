import { createHash } from 'node:crypto';
import { type AddressInfo, createServer } from 'node:net';
import { AwsClient } from 'aws4fetch';
import S3rver from 's3rver';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AllowedHosts } from '../../src/delivery/outbound.ts';
import { ftpsSentence, openFtps } from '../../src/delivery/partners/ftps.ts';
import { storedPartners } from '../../src/delivery/partners/partner-list.ts';
import { CERTIFICATE } from '../support/certificate.ts';
import { temporaryFolder } from '../support/folder.ts';
import { type FtpsFault, startFtpsServer } from '../support/ftps-server.ts';
import { type PartnerNewsroom, partnerNewsroom } from '../support/partner-newsroom.ts';
import { S3_ENVIRONMENT, startS3Server } from '../support/s3-server.ts';
import { type SftpFault, startSftpServer } from '../support/sftp-server.ts';
import { idOf } from '../support/stories.ts';

const PICTURES = { '/media/quay.jpg': Buffer.from('the quay'), '/media/limited.jpg': Buffer.from('not for partners') };
const picture = (name: string, more: object = {}) => ({
  kind: 'image' as const,
  renditions: [{ href: `/media/${name}`, type: 'image/jpeg' }],
  alt: 'A picture',
  ...more,
});
const STORY = {
  id: idOf('a'),
  slug: 'harbour',
  headline: 'Harbour opens',
  published: '2026-05-31T09:00:00Z',
  media: [picture('quay.jpg'), picture('limited.jpg', { rights: { destinations: ['web'] } })],
};
const change = (kind: string, minute: number, fields: object = {}) =>
  ({ kind, at: `2026-06-01T00:0${minute}:00Z`, ...fields }) as never;
const NAME = 'a'.repeat(26);

interface FaultyServer {
  readonly server: { fault: SftpFault | FtpsFault; readonly renamed: readonly string[] };
  readonly newsroom: PartnerNewsroom;
}

/** Checks that a fault is recorded, and that the message is sent after it. */
async function isSentAgain({ server, newsroom }: FaultyServer, fault: SftpFault, response: RegExp): Promise<void> {
  server.fault = fault;
  await newsroom.write(STORY);
  await newsroom.deliver();
  const [failed] = await newsroom.entries();
  expect(failed?.state).toBe('waiting');
  expect(failed?.response).toMatch(response);
  expect(server.renamed).toEqual([]);
  server.fault = undefined;
  newsroom.pass(10);
  await newsroom.deliver();
  expect((await newsroom.entries())[0]?.state).toBe('delivered');
  expect(server.renamed).toHaveLength(2);
}

describe('files by SFTP', () => {
  async function newsroomWith(channel: object = {}) {
    const server = await startSftpServer();
    const newsroom = await partnerNewsroom({ environment: { PARTNER_ACME_PASSWORD: 'sesame' }, media: PICTURES });
    const settings = {
      type: 'sftp',
      host: '127.0.0.1',
      port: server.port,
      user: 'dateline',
      passwordFrom: 'PARTNER_ACME_PASSWORD',
    };
    const sftp = { ...settings, hostKey: server.hostKey, folder: '/in', ...channel } as never;
    await newsroom.put({ key: 'acme', name: 'Acme', channels: [sftp] });
    return { server, newsroom };
  }

  test('are written under another name and renamed, pictures before the story that shows them', async () => {
    const { server, newsroom } = await newsroomWith();
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect(server.renamed).toEqual(['/in/quay.jpg', `/in/${NAME}-1.newsml.xml`]);
    expect(server.opened.map((name) => name.replace(/\.[0-9a-f]{8}\.part$/, '.part'))).toEqual([
      '/in/.quay.jpg.part',
      `/in/.${NAME}-1.newsml.xml.part`,
    ]);
    expect(server.files.get('/in/quay.jpg')).toEqual(PICTURES['/media/quay.jpg']);
    const document = String(server.files.get(`/in/${NAME}-1.newsml.xml`));
    expect(document).toContain('Harbour opens');
    expect(document).not.toContain('limited.jpg');
    const [entry] = await newsroom.entries();
    expect(entry).toMatchObject({ state: 'delivered', response: `written as /in/${NAME}-1.newsml.xml` });
    expect(entry?.hash).toBe(createHash('sha256').update(document).digest('hex'));
    // The receiver has the picture: a later version does not send it again.
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('update', 1)] });
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('update', 1), change('kill', 2, { note: 'wrong' })] });
    await newsroom.deliver();
    expect(server.renamed.slice(2)).toEqual([`/in/${NAME}-2.newsml.xml`, `/in/${NAME}-3.newsml.xml`]);
    expect(String(server.files.get(`/in/${NAME}-3.newsml.xml`))).toContain('stat:canceled');
  });

  test('pictures are sent again to another folder, and one that is missing is named', async () => {
    const { server, newsroom } = await newsroomWith();
    const story = { ...STORY, media: [picture('quay.jpg'), picture('lost.jpg')] };
    await newsroom.write(story);
    await newsroom.deliver();
    expect((await newsroom.entries())[0]?.response).toBe(
      `written as /in/${NAME}-1.newsml.xml; /media/lost.jpg was not sent: the file is missing, or larger than 64 MB`,
    );
    const partner = (await storedPartners(newsroom.store))[0]?.partner;
    const [channel] = partner?.channels ?? [];
    await newsroom.put({ ...partner, channels: [{ ...channel, folder: '/other' }] } as never);
    newsroom.pass(60);
    await newsroom.write({ ...story, changes: [change('update', 1)] });
    await newsroom.deliver();
    expect(server.renamed.slice(2)).toEqual(['/other/quay.jpg', `/other/${NAME}-2.newsml.xml`]);
  });

  test('replace a file of the same name where the receiver wants one name for all versions', async () => {
    const { server, newsroom } = await newsroomWith({ fileName: '{slug}', pictures: 'link' });
    await newsroom.write(STORY);
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, headline: 'Harbour closes', changes: [change('update', 1)] });
    await newsroom.deliver();
    expect([...server.files.keys()]).toEqual(['/in/harbour.newsml.xml']);
    expect(String(server.files.get('/in/harbour.newsml.xml'))).toContain('Harbour closes');
  });

  test.each([
    ['a full disk', 'full', 'the disk of the receiver is full'],
    ['a connection that is cut', 'cut', 'the connection was cut'],
    ['a file that lost bytes', 'short', 'the receiver stored a part of the file'],
    ['a refused account', 'login', 'the account or its key was refused'],
  ] as const)('%s is recorded, and the message is sent again', async (_, fault, response) => {
    await isSentAgain(await newsroomWith(), fault, new RegExp(`^${response}$`));
  });

  test('nothing is sent to a host with another key', async () => {
    const { server, newsroom } = await newsroomWith({ hostKey: `SHA256:${'A'.repeat(43)}` });
    await newsroom.write(STORY);
    await newsroom.deliver();
    const [entry] = await newsroom.entries();
    expect(entry?.response).toBe(`the host key is ${server.hostKey}, and not the one in the settings`);
    expect(server.opened).toEqual([]);
  });

  test('a password that is not in the environment is named', async () => {
    const { newsroom } = await newsroomWith({ passwordFrom: 'PARTNER_OTHER' });
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect((await newsroom.entries())[0]?.response).toBe('the environment variable PARTNER_OTHER is not set');
  });
});

describe('files by FTP with TLS', () => {
  const ENVIRONMENT = { PARTNER_ACME_PASSWORD: 'sesame', PARTNER_ACME_AUTHORITY: CERTIFICATE.cert };
  async function newsroomWith(channel: object = {}, options: { readonly isPlain?: boolean } = {}) {
    const server = await startFtpsServer(options);
    const newsroom = await partnerNewsroom({ environment: ENVIRONMENT, media: PICTURES });
    const ftps = {
      type: 'ftps',
      host: '127.0.0.1',
      port: server.port,
      user: 'dateline',
      passwordFrom: 'PARTNER_ACME_PASSWORD',
      certificateFrom: 'PARTNER_ACME_AUTHORITY',
      folder: '/in',
      ...channel,
    };
    await newsroom.put({ key: 'acme', name: 'Acme', channels: [ftps as never] });
    return { server, newsroom };
  }

  test('are encrypted, written under another name and renamed, pictures first', async () => {
    const { server, newsroom } = await newsroomWith();
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect(await newsroom.entries()).toMatchObject([
      { state: 'delivered', response: `written as /in/${NAME}-1.newsml.xml` },
    ]);
    expect(server.renamed).toEqual(['/in/quay.jpg', `/in/${NAME}-1.newsml.xml`]);
    expect(server.secure).toEqual([true, true]);
    expect([...server.files.keys()]).toEqual(server.renamed);
    expect(server.files.get('/in/quay.jpg')).toEqual(PICTURES['/media/quay.jpg']);
    expect(String(server.files.get(`/in/${NAME}-1.newsml.xml`))).toContain('Harbour opens');
  });

  test('replace a file of the same name, on a server that renames over none', async () => {
    const { server, newsroom } = await newsroomWith({ fileName: '{slug}', pictures: 'link' });
    await newsroom.write(STORY);
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, headline: 'Harbour closes', changes: [change('update', 1)] });
    await newsroom.deliver();
    expect([...server.files.keys()]).toEqual(['/in/harbour.newsml.xml']);
    expect(String(server.files.get('/in/harbour.newsml.xml'))).toContain('Harbour closes');
  });

  test('the new version stays under its temporary name where the old one is gone', async () => {
    const { server, newsroom } = await newsroomWith({ fileName: '{slug}', pictures: 'link' });
    await newsroom.write(STORY);
    await newsroom.deliver();
    server.fault = 'rename';
    newsroom.pass(60);
    await newsroom.write({ ...STORY, headline: 'Harbour closes', changes: [change('update', 1)] });
    await newsroom.deliver();
    expect([...server.files.keys()]).toEqual([
      expect.stringMatching(/^\/in\/\.harbour\.newsml\.xml\.[0-9a-f]{8}\.part$/),
    ]);
    // Nothing was replaced: the next attempt has no file to delete, and leaves none.
    newsroom.pass(60);
    await newsroom.deliver();
    expect(server.files.size).toBe(1);
  });

  test.each([
    ['a full disk', 'full', /^the disk of the receiver is full$/],
    ['a connection that is cut', 'cut', /^the connection was cut$/],
    ['a file that lost bytes', 'short', /^the receiver stored a part of the file$/],
    ['a refused account', 'login', /^the account or its password was refused$/],
  ] as const)('%s is recorded, and the message is sent again', async (_, fault, response) => {
    await isSentAgain(await newsroomWith(), fault, response);
  });

  test.each([
    ['a server whose authority is unknown', { certificateFrom: undefined }, {}, 'the certificate is self-signed'],
    ['a server without TLS', {}, { isPlain: true }, 'the server refuses TLS'],
    ['an account without a password', { passwordFrom: 'PARTNER_OTHER' }, {}, 'PARTNER_OTHER is not set'],
  ] as const)('nothing is sent to %s', async (_, channel, options, response) => {
    const { server, newsroom } = await newsroomWith(channel, options);
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect((await newsroom.entries())[0]?.response).toContain(response);
    expect(server.files.size).toBe(0);
  });
});

test('a server of FTP that falls silent in the middle of the handshake ends the attempt', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('220 ready\r\n');
    socket.once('data', () => socket.write('234 go on\r\n'));
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const channel = { type: 'ftps', host: '127.0.0.1', port, user: 'u', passwordFrom: 'PARTNER_X', folder: '/' } as never;
  const inputs = { allowed: new AllowedHosts(['127.0.0.1']), secretIn: () => 'sesame' };
  const limits = { connection: 300, step: 300 };
  await expect(openFtps(channel, { ...inputs, limits }).catch(ftpsSentence)).resolves.toBe('no answer in time');
});

describe('objects in S3', () => {
  async function newsroomWith(environment: Record<string, string> = S3_ENVIRONMENT) {
    const server = await startS3Server();
    const newsroom = await partnerNewsroom({ environment, media: PICTURES });
    const channel = {
      type: 's3' as const,
      endpoint: server.endpoint,
      region: 'eu-central-1',
      bucket: 'acme-in',
      prefix: 'wire/',
    };
    const keys = { accessKeyFrom: 'PARTNER_ACME_S3_ID', secretKeyFrom: 'PARTNER_ACME_S3_SECRET' };
    await newsroom.put({ key: 'acme', name: 'Acme', format: 'ninjs', channels: [{ ...channel, ...keys }] });
    return { server, newsroom };
  }

  test('have facts of the story as metadata, pictures first', async () => {
    const { server, newsroom } = await newsroomWith();
    await newsroom.write(STORY);
    await newsroom.deliver();
    const name = `acme-in/wire/${NAME}-1.ninjs.json`;
    expect((await newsroom.entries())[0]).toMatchObject({ state: 'delivered', response: `stored as ${name}` });
    expect(server.order).toEqual(['acme-in/wire/quay.jpg', name]);
    const stored = server.objects.get(name);
    expect(stored?.type).toBe('application/json');
    expect(stored?.metadata).toMatchObject({ story: STORY.id, version: '1', status: 'usable', change: 'publish' });
    expect(JSON.parse(String(stored?.bytes)).headlines[0].value).toBe('Harbour opens');
    expect(String(stored?.bytes)).not.toContain('limited');
  });

  // It does not compare signatures; the other server of these tests does.
  test('an independent store has them, with their metadata', async () => {
    const directory = await temporaryFolder();
    const options = {
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory,
      configureBuckets: [{ name: 'acme-in', configs: [] }],
    };
    const store = new S3rver(options);
    const { port } = (await store.run()) as unknown as AddressInfo;
    onTestFinished(() => store.close());
    const endpoint = `http://127.0.0.1:${port}`;
    const environment = { PARTNER_ACME_S3_ID: 'S3RVER', PARTNER_ACME_S3_SECRET: 'S3RVER' };
    const newsroom = await partnerNewsroom({ environment, media: PICTURES });
    const keys = { accessKeyFrom: 'PARTNER_ACME_S3_ID', secretKeyFrom: 'PARTNER_ACME_S3_SECRET' };
    const channel = { type: 's3' as const, endpoint, bucket: 'acme-in', prefix: 'wire/', ...keys };
    await newsroom.put({ key: 'acme', name: 'Acme', format: 'ninjs', channels: [channel] });
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect((await newsroom.entries())[0]?.state).toBe('delivered');
    const client = new AwsClient({
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      service: 's3',
      region: 'us-east-1',
    });
    const object = await client.fetch(`${endpoint}/acme-in/wire/${NAME}-1.ninjs.json`);
    expect(object.headers.get('x-amz-meta-story')).toBe(STORY.id);
    expect(object.headers.get('content-type')).toContain('application/json');
    expect(((await object.json()) as { uri?: string }).uri).toBeDefined();
    const picture = await client.fetch(`${endpoint}/acme-in/wire/quay.jpg`);
    expect(Buffer.from(await picture.arrayBuffer())).toEqual(PICTURES['/media/quay.jpg']);
  });

  test('a refusal is recorded with its code, and the object is put again', async () => {
    const { server, newsroom } = await newsroomWith();
    server.refuses = { status: 503, code: 'SlowDown' };
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect((await newsroom.entries())[0]).toMatchObject({ state: 'waiting', response: '503: SlowDown' });
    server.refuses = undefined;
    newsroom.pass(10);
    await newsroom.deliver();
    expect((await newsroom.entries())[0]?.state).toBe('delivered');
  });

  test('a wrong secret key is refused by the store', async () => {
    const { newsroom } = await newsroomWith({ ...S3_ENVIRONMENT, PARTNER_ACME_S3_SECRET: 'wrong' });
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect((await newsroom.entries())[0]?.response).toBe('403: SignatureDoesNotMatch');
  });
});
