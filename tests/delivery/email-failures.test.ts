import { describe, expect, test } from 'vitest';
import type { Mail } from '../../src/delivery/mail.ts';
import { startMailServer } from '../support/mail-server.ts';
import { type PartnerNewsroom, partnerNewsroom } from '../support/partner-newsroom.ts';
import { startReceiver } from '../support/receiver.ts';
import { until } from '../support/server.ts';
import { idOf } from '../support/stories.ts';

const STORY = {
  id: idOf('a'),
  slug: 'harbour',
  headline: 'Harbour opens',
  body: '<p>Ferries run.</p>',
  published: '2026-05-31T09:00:00Z',
};
const HOUR_S = 60 * 60;
const email = (more: object = {}) => ({ type: 'email', to: 'night@acme.example', ...more });

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

test('a kill follows an e-mail that was taken without a reply', async () => {
  const server = await startMailServer();
  const newsroom = await partnerNewsroom({ sendMail: server.sendMail });
  await newsroom.put({ key: 'acme', name: 'Acme', channels: [email()] as never });
  server.fault = 'end';
  await newsroom.write(STORY);
  await newsroom.deliver();
  server.fault = undefined;
  newsroom.pass(1);
  await newsroom.write({ ...STORY, changes: [{ kind: 'kill', at: newsroom.now(), note: 'wrong' }] as never });
  await pass(newsroom, 60);
  expect(server.received.map(({ subject }) => subject?.split(':')[0])).toEqual(['KILL']);
});

describe('digests', () => {
  const letters = ['a', 'b', 'c', 'd'];

  /** A partner with digests, and a mail system that decides about each e-mail. */
  async function withDigest(take: (mail: Mail) => void | Promise<void>) {
    const mails: Mail[] = [];
    const newsroom = await partnerNewsroom({
      sendMail: async (mail) => {
        mails.push(mail);
        await take(mail);
        return '250 ok';
      },
    });
    await newsroom.put({ key: 'acme', name: 'Acme', digests: ['07:30'], channels: [email()] as never });
    for (const letter of letters)
      await newsroom.write({ ...STORY, id: idOf(letter), slug: `s-${letter}`, headline: `Story ${letter}` });
    await newsroom.deliver();
    return { newsroom, mails };
  }
  const lettersOf = ({ attachments = [] }: Mail): string => attachments.map(({ filename }) => filename[0]).join('');

  test('one refused story stops no other', async () => {
    const { newsroom, mails } = await withDigest((mail) => {
      const refusal = { code: 'EMESSAGE', command: 'DATA', response: '552 too large', responseCode: 552 };
      if (lettersOf(mail).includes('b')) throw Object.assign(new Error('refused'), refusal);
    });
    await pass(newsroom, 8 * HOUR_S);
    expect(mails.map(lettersOf)).toEqual(['abcd', 'a', 'b', 'c', 'd']);
    const states = (await newsroom.entries()).map(({ story, state }) => [story.slice(-1), state]);
    expect(Object.fromEntries(states)).toEqual({ a: 'delivered', b: 'waiting', c: 'delivered', d: 'delivered' });
  });

  test('a kill that comes while refused stories are sent singly is obeyed', async () => {
    const about = { slug: 's-d', headline: 'Story d', id: idOf('d') };
    const { newsroom, mails } = await withDigest(async (mail) => {
      const refusal = { code: 'EMESSAGE', command: 'DATA', response: '552 too large', responseCode: 552 };
      if (lettersOf(mail) === 'abcd') throw Object.assign(new Error('refused'), refusal);
      const kill = { kind: 'kill', at: newsroom.now(), note: 'wrong' } as never;
      if (lettersOf(mail) === 'a') await newsroom.write({ ...STORY, ...about, changes: [kill] });
    });
    await pass(newsroom, 8 * HOUR_S);
    await pass(newsroom, 60);
    expect(mails.map(lettersOf).slice(0, 4)).toEqual(['abcd', 'a', 'b', 'c']);
    const later = mails.slice(1).filter((mail) => lettersOf(mail) === 'd');
    expect(later.map(({ subject }) => subject.split(':')[0])).toEqual(['KILL']);
    expect(JSON.stringify(later)).not.toContain('Story d');
  });

  test('recalls leave one after the other, before the next digest', async () => {
    const gate = Promise.withResolvers<void>();
    const { newsroom, mails } = await withDigest((mail) =>
      mail.subject.startsWith('WITHHELD') ? gate.promise : undefined,
    );
    await pass(newsroom, 8 * HOUR_S);
    newsroom.pass(60);
    for (const letter of letters) {
      const withheld = { kind: 'withhold', at: newsroom.now(), note: 'a complaint' } as never;
      const story = {
        ...STORY,
        id: idOf(letter),
        slug: `s-${letter}`,
        headline: `Story ${letter}`,
        changes: [withheld],
      };
      await newsroom.write(story);
    }
    const delivering = newsroom.deliver();
    await until(() => mails.length === 2);
    // The others have not even been started.
    expect((await newsroom.entries()).filter(({ state }) => state === 'sending')).toHaveLength(1);
    gate.resolve();
    await delivering;
    expect(mails.slice(1).map(({ subject }) => subject.split(':')[0])).toEqual(letters.map(() => 'WITHHELD'));
  });

  test('one that fails stays together, under an id of its content', async () => {
    let isDown = true;
    const { newsroom, mails } = await withDigest(() => {
      if (isDown) throw Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' });
    });
    await pass(newsroom, 8 * HOUR_S);
    const dueAt = (await newsroom.entries()).map((entry) => entry.dueAt);
    expect(new Set(dueAt).size).toBe(1);
    await pass(newsroom, 60);
    // Other documents are another e-mail, also about the same changes.
    const settings = { key: 'acme', name: 'Acme', digests: ['07:30'], format: 'ninjs', channels: [email()] };
    await newsroom.put(settings as never);
    isDown = false;
    await pass(newsroom, 120);
    expect(mails.map(lettersOf)).toEqual(['abcd', 'abcd', 'abcd']);
    expect(mails[0]?.messageId).toBe(mails[1]?.messageId);
    expect(mails[2]?.messageId).not.toBe(mails[0]?.messageId);
    await newsroom.write({ ...STORY, id: idOf('e'), slug: 's-e', headline: 'Story e' });
    await newsroom.deliver();
    await pass(newsroom, 24 * HOUR_S);
    expect(lettersOf(mails[3] as Mail)).toBe('e');
  });

  test('a correction that failed, and a recall that has come meanwhile, are no entries of a digest', async () => {
    const server = await startMailServer();
    const newsroom = await partnerNewsroom({ sendMail: server.sendMail });
    await newsroom.put({ key: 'acme', name: 'Acme', digests: ['07:30'], channels: [email()] as never });
    await newsroom.write(STORY);
    const ending = { endsAt: '2026-06-02T05:30:00Z' };
    await newsroom.deliver();
    await pass(newsroom, 8 * HOUR_S);
    const changes: object[] = [];
    server.fault = { command: 'RCPT', code: 451 };
    await changed(newsroom, changes, 'correct', { notice: 'At seven.' });
    await newsroom.deliver();
    server.fault = undefined;
    newsroom.pass(1);
    changes.push({ kind: 'update', at: newsroom.now() });
    await newsroom.write({ ...STORY, headline: 'Harbour opens again', changes: changes as never });
    await pass(newsroom, 30);
    expect(server.received[1]?.subject).toBe('CORRECTION: Harbour opens again');
    // Rights that end at the time of the digest.
    await newsroom.write({ ...STORY, id: idOf('b'), slug: 'b', headline: 'Story b', rights: ending });
    await newsroom.deliver();
    await pass(newsroom, 24 * HOUR_S);
    expect(server.received.slice(2).map(({ subject }) => subject)).not.toContainEqual(
      expect.stringMatching(/stories$/),
    );
  });
});

test('a kill leaves a paused channel that is gone, and its alarm is over', async () => {
  const receiver = await startReceiver();
  const newsroom = await partnerNewsroom();
  const channels = (name: string) => [{ type: 'https', name, url: receiver.url }] as never;
  await newsroom.put({ key: 'acme', name: 'Acme', channels: channels('first') });
  await newsroom.write(STORY);
  await newsroom.deliver();
  await newsroom.store.channels.pause({ partner: 'acme', channel: 'first' }, newsroom.now());
  await changed(newsroom, [], 'kill', { note: 'wrong' });
  await newsroom.deliver();
  await newsroom.put({ key: 'acme', name: 'Acme', channels: channels('second') });
  await pass(newsroom, 60);
  await pass(newsroom, 60);
  expect(receiver.received.map(({ change }) => change)).toEqual(['publish', 'kill']);
});
