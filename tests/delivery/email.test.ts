import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../src/app/configuration.ts';
import { mailerOf, mailFailure } from '../../src/delivery/mail.ts';
import { put, SETTINGS } from '../support/folder.ts';
import { startMailServer } from '../support/mail-server.ts';
import { type PartnerNewsroom, partnerNewsroom } from '../support/partner-newsroom.ts';
import { startServer, until } from '../support/server.ts';
import { idOf } from '../support/stories.ts';

const STORY = {
  id: idOf('a'),
  slug: 'harbour',
  headline: 'Harbour opens “early” & well',
  standfirst: 'The first ferry leaves at six.',
  bylines: [{ name: 'Ada Quill' }],
  body: '<p>Ferries run <a href="/articles/other">again</a>.</p><figure><img src="/media/quay.jpg" alt="The quay"><figcaption>The quay at dawn.</figcaption></figure>',
  published: '2026-05-31T09:00:00Z',
};
const change = (kind: string, minute: number, fields: object = {}) =>
  ({ kind, at: `2026-06-01T00:0${minute}:00Z`, ...fields }) as never;

async function newsroomWith(channel: object = {}, partner: object = {}) {
  const server = await startMailServer();
  const newsroom = await partnerNewsroom({ sendMail: server.sendMail });
  const email = { type: 'email', to: 'night@acme.example', ...channel } as never;
  await newsroom.put({ key: 'acme', name: 'Acme', channels: [email], ...partner });
  return { server, newsroom };
}

async function next(newsroom: PartnerNewsroom, fields: object): Promise<void> {
  newsroom.pass(60);
  await newsroom.write({ ...STORY, ...fields });
  await newsroom.deliver();
}

describe('e-mail', () => {
  test('has the story as text and HTML, and its document as attachment', async () => {
    const { server, newsroom } = await newsroomWith();
    await newsroom.write(STORY);
    await newsroom.deliver();
    const [mail] = server.received;
    expect(mail).toMatchObject({
      subject: 'New: Harbour opens “early” & well',
      from: { name: 'Courier Desk', address: 'desk@courier.example' },
      to: [{ address: 'night@acme.example' }],
      messageId: expect.stringMatching(/^<msg_acme_1\.[0-9a-f]{16}@gazette\.example\.com>$/),
    });
    const headers = Object.fromEntries(mail?.headers.map(({ key, value }) => [key, value]) ?? []);
    expect(headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      'dateline-change': 'publish',
      'dateline-story': idOf('a'),
      'dateline-version': '1',
    });
    for (const words of ['Harbour opens “early” & well', 'leaves at six', 'Ada Quill', 'Ferries run again', idOf('a')])
      expect(mail?.text).toContain(words);
    expect(mail?.text).toContain('https://gazette.example.com/articles/harbour');
    expect(mail?.html).toContain('<p>Ferries run <a href="https://gazette.example.com/articles/other">again</a>.</p>');
    expect(mail?.html).toContain('The quay at dawn.');
    // Opening it loads nothing.
    expect(mail?.html).not.toContain('<img');
    const [document] = mail?.attachments ?? [];
    expect(document?.filename).toBe(`${'a'.repeat(26)}-1.newsml.xml`);
    expect(new TextDecoder().decode(document?.content as ArrayBuffer)).toContain('<headline');
    expect(await newsroom.entries()).toMatchObject([{ state: 'delivered', response: expect.stringMatching(/^250 /) }]);
  });

  test('has nothing that may not go to partners: no caption, no address, no digest', async () => {
    const limited = {
      kind: 'image' as const,
      renditions: [{ href: '/media/quay.jpg', type: 'image/jpeg' }],
      alt: 'The quay',
      caption: 'The quay at dawn.',
      rights: { destinations: ['web'] },
    };
    for (const partner of [{}, { digests: ['07:30'] }]) {
      const { server, newsroom } = await newsroomWith({}, partner);
      await newsroom.write({ ...STORY, media: [limited] as never });
      await newsroom.write({
        ...STORY,
        id: idOf('b'),
        slug: 'web-only',
        headline: 'WEB-ONLY',
        rights: { destinations: ['web'] },
      });
      await newsroom.deliver();
      newsroom.pass(24 * 60 * 60);
      await newsroom.deliver();
      expect(server.received).toHaveLength(1);
      const [mail] = server.received;
      const documents = mail?.attachments.map(({ content }) => new TextDecoder().decode(content as ArrayBuffer));
      const bytes = JSON.stringify([mail, documents]);
      for (const trace of ['quay', 'dawn', 'WEB-ONLY', 'web-only']) expect(bytes).not.toContain(trace);
      expect(bytes).toContain('Harbour opens');
    }
  });

  test('begins with the notice of a correction, and with the order of a kill', async () => {
    const { server, newsroom } = await newsroomWith();
    await newsroom.write(STORY);
    await newsroom.deliver();
    const correction = change('correct', 1, { notice: 'The ferry leaves at seven.', severity: 'major' });
    await next(newsroom, { changes: [correction] });
    await next(newsroom, { changes: [correction, change('kill', 2, { notice: 'It is wrong.', note: 'libel' })] });
    const [, corrected, killed] = server.received;
    expect(corrected?.subject).toBe('CORRECTION: Harbour opens “early” & well');
    expect(corrected?.text?.startsWith('CORRECTION: The ferry leaves at seven.')).toBe(true);
    expect(killed?.subject).toContain('KILL: a story of ');
    expect(killed?.text).toContain('Do not publish this story.');
    expect(killed?.text).toContain(idOf('a'));
    expect(killed?.text).toContain('It is wrong.');
    const headersOf = (mail: typeof killed) =>
      Object.fromEntries(mail?.headers.map(({ key, value }) => [key, value]) ?? []);
    // Mail programs show e-mails about a story together, and these two first.
    expect([corrected, killed].map((mail) => headersOf(mail).references)).toEqual([
      `<${'a'.repeat(26)}.story@gazette.example.com>`,
      `<${'a'.repeat(26)}.story@gazette.example.com>`,
    ]);
    expect([server.received[0], corrected, killed].map((mail) => headersOf(mail).importance)).toEqual([
      undefined,
      'High',
      'High',
    ]);
    // The note is for partners with the right to it, and no word of the story is repeated.
    for (const words of ['libel', 'Harbour', 'harbour', 'Ferries', 'Ada Quill'])
      expect(JSON.stringify([killed?.text, killed?.html, killed?.subject])).not.toContain(words);
  });

  test('states an embargo, and links no page before its end', async () => {
    const { server, newsroom } = await newsroomWith({}, { product: { embargoes: true } });
    await newsroom.write({ ...STORY, embargo: { until: '2026-06-02T00:00:00Z' } });
    await newsroom.deliver();
    const [mail] = server.received;
    expect(mail?.subject).toMatch(/^EMBARGO until 2 June 2026 at 02:00 \(Europe\/Berlin\): /);
    expect(mail?.text).not.toContain('https://gazette.example.com/articles/harbour');
  });

  test('stories go together at the times of digests; corrections and kills at once and alone', async () => {
    const { server, newsroom } = await newsroomWith({}, { digests: ['07:30'] });
    const second = { ...STORY, id: idOf('b'), slug: 'bridge', headline: 'Bridge closes' };
    await newsroom.write(STORY);
    await newsroom.write(second);
    await newsroom.deliver();
    expect(server.received).toEqual([]);
    newsroom.pass(24 * 60 * 60);
    await newsroom.deliver();
    const [digest] = server.received;
    expect(server.received).toHaveLength(1);
    expect(digest?.subject).toMatch(/: 2 stories$/);
    for (const words of ['New: Harbour opens', 'New: Bridge closes', 'https://gazette.example.com/articles/bridge'])
      expect(digest?.text).toContain(words);
    expect(digest?.attachments.map(({ filename }) => filename)).toEqual([
      `${'a'.repeat(26)}-1.newsml.xml`,
      `${'b'.repeat(26)}-1.newsml.xml`,
    ]);
    expect((await newsroom.entries()).map(({ state }) => state)).toEqual(['delivered', 'delivered']);
    // Rights of all stories are stated once.
    expect(digest?.text?.split('Editorial use only.')).toHaveLength(2);
    const withheld = { kind: 'withhold', at: newsroom.now(), note: 'a complaint' } as never;
    await newsroom.write({ ...STORY, changes: [withheld] });
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [withheld, { kind: 'restore', at: newsroom.now() } as never] });
    await newsroom.deliver();
    // A story that was taken offline comes back at once.
    expect(server.received.slice(1).map(({ subject }) => subject?.split(':')[0])).toEqual(['WITHHELD', 'Restored']);
    const kill = { kind: 'kill', at: newsroom.now(), note: 'wrong' } as never;
    await newsroom.write({ ...second, changes: [kill] });
    await newsroom.deliver();
    expect(server.received[3]?.subject).toContain('KILL');
  });

  test('has no markup, recipient or header from the words of a story', async () => {
    const { server, newsroom } = await newsroomWith();
    const headline = '<img src=x onerror=alert(1)> Bcc: other@evil.example <b>عاجل</b>';
    await newsroom.write({
      ...STORY,
      language: 'ar',
      headline,
      standfirst: '</p><script>x</script>',
      body: '<p>ok</p>',
    });
    await newsroom.deliver();
    const [mail] = server.received;
    expect(mail?.subject).toBe(`New: ${headline}`);
    expect(server.recipients).toEqual(['night@acme.example']);
    expect(mail?.bcc).toBeUndefined();
    expect(mail?.html).toContain('<div lang="ar" dir="rtl">');
    const { document } = parseHTML(mail?.html ?? '');
    expect([...document.querySelectorAll('img, script, b')]).toEqual([]);
    expect(document.querySelector('h1')?.textContent).toBe(headline);
  });

  test('has lists and links in its plain text', async () => {
    const { server, newsroom } = await newsroomWith();
    const body =
      '<p>See <a href="https://a.example/x">the report</a>.</p><ol><li>One</li><li><p>Two</p></li></ol><ul><li>Three</li></ul>';
    await newsroom.write({ ...STORY, body });
    await newsroom.deliver();
    expect(server.received[0]?.text).toContain('See the report (https://a.example/x).\n\n1. One\n2. Two\n\n- Three\n');
  });

  test('a correction before the first digest is a new story in it', async () => {
    const { server, newsroom } = await newsroomWith({}, { digests: ['07:30'] });
    await newsroom.write(STORY);
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('correct', 1, { notice: 'At seven.' })] });
    await newsroom.deliver();
    expect(server.received).toEqual([]);
    newsroom.pass(24 * 60 * 60);
    await newsroom.deliver();
    expect(server.received.map(({ subject }) => subject)).toEqual([expect.stringMatching(/: 1 story$/)]);
    expect(server.received[0]?.text).toContain('New: Harbour opens');
    expect(server.received[0]?.text).not.toContain('At seven.');
  });

  test('links no page of a story that is for partners alone', async () => {
    const { server, newsroom } = await newsroomWith();
    await newsroom.write({ ...STORY, rights: { destinations: ['partners'] } });
    await newsroom.deliver();
    expect(server.received[0]?.text).toContain('Ferries run');
    expect(server.received[0]?.text).not.toContain('https://gazette.example.com/articles/harbour');
  });

  test('a refused message is no trouble of the channel; a refused address is', async () => {
    const { server, newsroom } = await newsroomWith();
    const failures = async () => (await newsroom.store.channels.get({ partner: 'acme', channel: 'email' })).failures;
    server.fault = { command: 'DATA', code: 554 };
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect(await failures()).toBe(0);
    server.fault = { command: 'RCPT', code: 550 };
    await newsroom.write({ ...STORY, id: idOf('b'), slug: 'bridge' });
    await newsroom.deliver();
    expect(await failures()).toBe(1);
  });

  test('a password is sent over TLS alone, except to this machine', async () => {
    const server = await startMailServer({ hasTls: false });
    const { url, from } = server.configuration;
    const mail = { to: 'a@b.example', subject: 's', text: 't', html: '<p>t', date: new Date(0) };
    await expect(mailerOf({ url, from })(mail)).resolves.toMatch(/^250 /);
    // Another spelling is another host.
    const other = mailerOf({ url: url.replace('127.0.0.1', 'LOCALHOST'), from });
    const failure = await other(mail).catch(mailFailure);
    expect(failure).toMatchObject({ response: expect.stringContaining('the mail server has no TLS'), isLost: true });
    expect(server.received).toHaveLength(1);
  });

  test.each([
    ['a recipient that does not exist', { command: 'RCPT', code: 550 }, /550/],
    ['a message that is refused', { command: 'DATA', code: 554 }, /554/],
    ['a connection that is cut', 'cut', /connection|cut/],
    ['a connection that ends without a reply', 'end', /the connection to the mail server was cut/],
  ] as const)('%s is recorded, and the message is sent again under its id', async (_, fault, response) => {
    const { server, newsroom } = await newsroomWith();
    server.fault = fault;
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect(await newsroom.entries()).toMatchObject([{ state: 'waiting', response: expect.stringMatching(response) }]);
    server.fault = undefined;
    newsroom.pass(60);
    await newsroom.deliver();
    expect(await newsroom.entries()).toMatchObject([{ state: 'delivered', attempts: 2 }]);
    expect(server.received.map(({ messageId }) => messageId)).toEqual([
      expect.stringMatching(/^<msg_acme_1\.[0-9a-f]{16}@gazette\.example\.com>$/),
    ]);
  });

  test('a refused account and a missing mail server are named', async () => {
    const refusing = await startMailServer({ password: 'wrong' });
    for (const [sendMail, response] of [
      [refusing.sendMail, /^the mail server refused the account/],
      [undefined, /^there is no mail server: set DATELINE_SMTP_URL/],
    ] as const) {
      const newsroom = await partnerNewsroom({ sendMail });
      const channels = [{ type: 'email', to: 'night@acme.example' }] as never;
      await newsroom.put({ key: 'acme', name: 'Acme', channels });
      await newsroom.write(STORY);
      await newsroom.deliver();
      expect((await newsroom.entries())[0]?.response).toMatch(response);
    }
  });
});

test('errors of the mail server name their cause, and replies are quoted', () => {
  const reply = { code: 'EMESSAGE', command: 'DATA', responseCode: 554, response: '554 a certificate is missing' };
  expect(mailFailure({ ...reply, message: 'Message failed: 554 a certificate is missing' }).response).toBe(
    '554 a certificate is missing',
  );
  const cause = (message: string) => mailFailure({ code: 'ESOCKET', message }).response;
  expect(cause('certificate has expired')).toBe('the certificate of the mail server has expired');
  expect(cause('self-signed certificate')).toContain('NODE_EXTRA_CA_CERTS');
  expect(cause('wrong version number')).toContain('write smtp: instead of smtps:');
});

describe('the mail server', () => {
  test('is configured by its address and the sender', () => {
    const environment = {
      DATELINE_SMTP_URL: 'smtps://u:p@mail.example.com',
      DATELINE_MAIL_FROM: 'Desk <desk@example.com>',
    };
    expect(readConfiguration(environment).mailServer).toEqual({
      url: 'smtps://u:p@mail.example.com',
      from: 'Desk <desk@example.com>',
    });
  });

  test('that is missing is in the log at the start, as are variables of accounts', async () => {
    const sftp = `{ type: sftp, host: a.example, user: u, passwordFrom: PARTNER_ABSENT, hostKey: 'SHA256:${'A'.repeat(43)}' }`;
    const partners = `partners: [{ key: acme, name: Acme, channels: [{ type: email, to: a@acme.example }, ${sftp}] }]\n`;
    const server = await startServer({ 'publication.yaml': `${SETTINGS}${partners}` });
    const unsent = () =>
      server.log.map((one) => JSON.parse(one)).findLast(({ msg }) => msg === 'messages cannot be sent');
    expect(unsent()).toMatchObject({
      level: 40,
      unsent: [
        { partner: 'acme', channel: 'email', missing: 'a mail server: set DATELINE_SMTP_URL and DATELINE_MAIL_FROM' },
        { partner: 'acme', channel: 'sftp', missing: 'the environment variable PARTNER_ABSENT' },
      ],
    });
    // A change of the settings is in the log, and checked too.
    await put(server.folder, 'publication.yaml', `${SETTINGS}${partners.replaceAll('acme', 'other')}`);
    await until(() => unsent().unsent.some(({ partner }: { partner: string }) => partner === 'other'));
    expect(server.log.some((one) => one.includes('publication.yaml applied'))).toBe(true);
  });

  test.each([
    [{ DATELINE_SMTP_URL: 'https://mail.example.com', DATELINE_MAIL_FROM: 'a@b.example' }, 'DATELINE_SMTP_URL is not'],
    [{ DATELINE_SMTP_URL: 'smtp://mail.example.com', DATELINE_MAIL_FROM: 'the desk' }, 'DATELINE_MAIL_FROM is not'],
    [{ DATELINE_SMTP_URL: 'smtp://mail.example.com' }, 'belong together'],
  ])('%j is refused', (environment, message) => {
    expect(() => readConfiguration(environment)).toThrow(message);
  });
});
