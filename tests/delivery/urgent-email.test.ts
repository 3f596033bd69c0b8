import { describe, expect, test } from 'vitest';
import { resend } from '../../src/delivery/partners/resend.ts';
import { partnerSchema } from '../../src/publication/partner.ts';
import type { Instant } from '../../src/text/instant.ts';
import { startMailServer } from '../support/mail-server.ts';
import { type PartnerNewsroom, partnerNewsroom } from '../support/partner-newsroom.ts';
import { startReceiver } from '../support/receiver.ts';
import { idOf } from '../support/stories.ts';

const STORY = {
  id: idOf('a'),
  slug: 'harbour',
  headline: 'Harbour opens',
  body: '<p>Ferries run.</p>',
  published: '2026-05-31T09:00:00Z',
};
const email = (more: object = {}) => ({ type: 'email', to: 'night@acme.example', ...more });
const change = (kind: string, minute: number, fields: object = {}) =>
  ({ kind, at: `2026-06-01T00:0${minute}:00Z`, ...fields }) as never;

/** Writes the story with one more change, a minute later. */
async function changed(newsroom: PartnerNewsroom, changes: object[], kind: string, fields: object = {}): Promise<void> {
  newsroom.pass(60);
  changes.push({ kind, at: newsroom.now(), ...fields });
  await newsroom.write({ ...STORY, changes: [...changes] as never });
}

async function pass(newsroom: PartnerNewsroom, seconds: number): Promise<void> {
  newsroom.pass(seconds);
  await newsroom.deliver();
}

describe('urgent messages beside a push', () => {
  async function bothWith(product: object = {}) {
    const receiver = await startReceiver();
    const server = await startMailServer();
    const newsroom = await partnerNewsroom({ sendMail: server.sendMail });
    const urgent = email({ messages: 'urgent' });
    const put = (push: object = {}) =>
      newsroom.put({
        key: 'acme',
        name: 'Acme',
        channels: [urgent, { type: 'https', url: receiver.url, ...push }] as never,
        product,
      });
    const partner = await put();
    const labels = (): (string | undefined)[] => server.received.map(({ subject }) => subject?.split(':')[0]);
    return { receiver, server, newsroom, partner, put, labels };
  }

  test('are about stories that the partner has received on another channel', async () => {
    const { server, newsroom, labels } = await bothWith();
    await newsroom.write(STORY);
    await newsroom.deliver();
    const changes = [change('update', 1)];
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes });
    await newsroom.deliver();
    expect(server.received).toEqual([]);
    changes.push(change('correct', 2, { notice: 'The ferry leaves at seven.' }));
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes });
    await newsroom.deliver();
    changes.push(change('withhold', 3, { note: 'a complaint' }));
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes });
    await newsroom.deliver();
    changes.push(change('restore', 4));
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes });
    await newsroom.deliver();
    changes.push(change('kill', 5, { note: 'wrong' }));
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes });
    await newsroom.deliver();
    expect(labels()).toEqual(['CORRECTION', 'WITHHELD', 'Restored', 'KILL']);
    expect(server.received[0]?.text?.startsWith('CORRECTION: The ferry leaves at seven.')).toBe(true);
  });

  test('none about a correction of a story that the partner has never received', async () => {
    const { server, newsroom } = await bothWith();
    await newsroom.write(STORY);
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('correct', 1, { notice: 'At seven.' })] });
    await newsroom.deliver();
    expect(server.received).toEqual([]);
  });

  test('a correction keeps its note behind a later silent edit', async () => {
    const { server, newsroom } = await bothWith({ embargoes: true });
    await newsroom.write(STORY);
    await newsroom.deliver();
    const changes = [change('correct', 1, { notice: 'At seven.', note: 'the timetable was old' })];
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes });
    newsroom.pass(60);
    await newsroom.write({ ...STORY, keywords: ['ferry'], changes: [...changes, change('amend', 2)] });
    await newsroom.deliver();
    expect(server.received[0]?.subject).toMatch(/^CORRECTION/);
    expect(server.received[0]?.text).toContain('To editors: the timetable was old');
  });

  test('a recall for rights arrives also after the push has recalled the story', async () => {
    const { server, newsroom } = await bothWith();
    await newsroom.write(STORY);
    await newsroom.deliver();
    server.fault = { command: 'RCPT', code: 451 };
    newsroom.pass(60);
    await newsroom.write({ ...STORY, rights: { excluded: ['acme'] }, changes: [change('amend', 1)] });
    await newsroom.deliver();
    server.fault = undefined;
    newsroom.pass(60);
    await newsroom.deliver();
    expect(server.received.map(({ subject }) => subject?.split(':')[0])).toEqual(['WITHHELD']);
  });

  test('a correction survives a withholding and a restoration while the mail server is down', async () => {
    const { server, newsroom, labels } = await bothWith();
    await newsroom.write(STORY);
    await newsroom.deliver();
    server.fault = { command: 'RCPT', code: 451 };
    const changes: object[] = [];
    for (const [kind, fields] of [
      ['correct', { notice: 'At seven.' }],
      ['withhold', { note: 'a complaint' }],
      ['restore', {}],
    ] as const) {
      await changed(newsroom, changes, kind, fields);
      await newsroom.deliver();
    }
    server.fault = undefined;
    await pass(newsroom, 600);
    expect(labels()).toEqual(['CORRECTION']);
  });

  test('a retry makes no correction of an old one', async () => {
    const { server, newsroom, labels } = await bothWith();
    const changes: object[] = [];
    await newsroom.write(STORY);
    await changed(newsroom, changes, 'correct', { notice: 'Before the partner had it.' });
    await newsroom.deliver();
    await changed(newsroom, changes, 'withhold', { note: 'a complaint' });
    await newsroom.deliver();
    expect(labels()).toEqual(['WITHHELD']);
    await changed(newsroom, changes, 'restore');
    server.fault = { command: 'DATA', code: 451 };
    await newsroom.deliver();
    server.fault = undefined;
    await pass(newsroom, 60);
    expect(labels()).toEqual(['WITHHELD', 'Restored']);
  });

  test('are not about new stories: after another channel has a new name, by a resend, or before it has confirmed', async () => {
    const { receiver, newsroom, put, server } = await bothWith();
    receiver.answerOf = () => 500;
    await newsroom.write(STORY);
    await newsroom.deliver();
    // The other channel may have it, and has not confirmed it.
    const changes: object[] = [];
    await changed(newsroom, changes, 'correct', { notice: 'At seven.' });
    await newsroom.deliver();
    const partner = await put({ name: 'push' });
    receiver.answerOf = () => 200;
    await pass(newsroom, 60);
    await pass(newsroom, 60);
    expect(receiver.received.at(-1)).toMatchObject({ version: 2 });
    const wanted = { from: '2026-05-01T00:00:00Z' as Instant, to: '2026-07-01T00:00:00Z' as Instant };
    await resend(newsroom.store, { partner, wanted }, newsroom.now());
    await pass(newsroom, 60);
    expect(server.received).toEqual([]);
    // A person may name the channel.
    await resend(newsroom.store, { partner, wanted, channel: 'email' }, newsroom.now());
    await pass(newsroom, 60);
    expect(server.received).toHaveLength(1);
  });

  test('are not those that waited before the channel was for urgent messages alone', async () => {
    const { receiver, server, newsroom, put } = await bothWith();
    const channels = [email(), { type: 'https', url: receiver.url }] as never;
    await newsroom.put({ key: 'acme', name: 'Acme', channels });
    server.fault = { command: 'RCPT', code: 451 };
    await newsroom.write(STORY);
    await newsroom.deliver();
    await put();
    server.fault = undefined;
    await pass(newsroom, 60);
    expect(server.received).toEqual([]);
    expect((await newsroom.entries()).map(({ state }) => state)).not.toContain('waiting');
  });

  test('a correction that waits survives a resend', async () => {
    const { server, newsroom, partner, labels } = await bothWith();
    await newsroom.write(STORY);
    await newsroom.deliver();
    server.fault = { command: 'RCPT', code: 451 };
    const changes: object[] = [];
    await changed(newsroom, changes, 'correct', { notice: 'At seven.' });
    await newsroom.deliver();
    await changed(newsroom, changes, 'amend');
    await newsroom.deliver();
    server.fault = undefined;
    await resend(newsroom.store, { partner, wanted: { story: STORY.id }, channel: 'email' }, newsroom.now());
    await pass(newsroom, 60);
    expect(labels()).toEqual(['CORRECTION']);
  });

  test('the end of the rights of a picture is no second correction', async () => {
    const { receiver, newsroom, labels } = await bothWith();
    const picture = {
      kind: 'image' as const,
      renditions: [{ href: '/media/quay.jpg', type: 'image/jpeg' }],
      alt: 'The quay',
      rights: { endsAt: '2026-06-20T00:00:00Z' },
    };
    const story = { ...STORY, media: [picture] as never };
    await newsroom.write(story);
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...story, changes: [change('correct', 1, { notice: 'At seven.' })] });
    await newsroom.deliver();
    await pass(newsroom, 19 * 24 * 3600);
    expect(labels()).toEqual(['CORRECTION', 'Update']);
    expect(receiver.received.map((one) => one.change)).toEqual(['publish', 'correct', 'mediaRightsEnd']);
  });

  test('a partner that got a withholding gets the restored story, also if it has never confirmed one', async () => {
    const { receiver, newsroom, labels } = await bothWith();
    receiver.answerOf = () => 500;
    await newsroom.write(STORY);
    await newsroom.deliver();
    receiver.answerOf = () => 200;
    const changes: object[] = [];
    await changed(newsroom, changes, 'withhold', { note: 'a complaint' });
    await newsroom.deliver();
    await changed(newsroom, changes, 'restore');
    await newsroom.deliver();
    expect(labels()).toEqual(['WITHHELD', 'Restored']);
  });

  test('need a channel by which the stories arrive', () => {
    const settings = { key: 'acme', name: 'Acme', channels: [email({ messages: 'urgent' })] };
    expect(partnerSchema.safeParse(settings).error?.issues[0]?.message).toContain('are for urgent messages alone');
  });
});
