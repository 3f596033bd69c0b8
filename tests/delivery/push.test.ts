import { describe, expect, test } from 'vitest';
import { partnerNamed } from '../../src/delivery/partners/partner-list.ts';
import { previewStories } from '../../src/delivery/partners/preview.ts';
import { ENGINES } from '../support/engines.ts';
import { type PartnerNewsroom, partnerAt, partnerNewsroom, SECRETS } from '../support/partner-newsroom.ts';
import { type Answer, startReceiver } from '../support/receiver.ts';
import { at, idOf } from '../support/stories.ts';

const STORY = { id: idOf('a'), slug: 'harbour', headline: 'Harbour opens', published: '2026-05-31T09:00:00Z' };
const change = (kind: string, minute: number, fields: object = {}) =>
  ({ kind, at: `2026-06-01T00:0${minute}:00Z`, ...fields }) as never;

/** Returns the partner of a newsroom. */
async function partner({ store }: PartnerNewsroom) {
  const stored = await partnerNamed(store, 'acme');
  if (stored === undefined) throw new Error('the partner is not stored');
  return stored.partner;
}

describe.each(ENGINES)('push by HTTPS, on %s', (engine) => {
  test('is signed, and delivered only by the answer of the receiver', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url));
    receiver.answers.push(500);
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect(await newsroom.copies(STORY.id)).toMatchObject([{ status: 'unconfirmed', version: 0 }]);
    expect((await newsroom.entries())[0]).toMatchObject({ state: 'waiting', attempts: 1, response: '500' });
    newsroom.pass(10);
    await newsroom.deliver();
    const [first, second] = receiver.received;
    expect(receiver.received).toHaveLength(2);
    expect(second?.id).toBe(first?.id);
    expect(second?.body).toBe(first?.body);
    expect(second?.headers['webhook-timestamp']).not.toBe(first?.headers['webhook-timestamp']);
    const secret = SECRETS.of({ partner: 'acme', channel: 'https' }, 1);
    for (const message of receiver.received) expect(receiver.isSignedWith(message, secret)).toBe(true);
    expect(second).toMatchObject({ change: 'publish', story: STORY.id, version: 1, status: 'usable' });
    expect(second?.headers['content-type']).toBe('application/vnd.iptc.g2.newsitem+xml; charset=utf-8');
    expect(second?.body).toContain('<headline');
    expect((await newsroom.entries())[0]).toMatchObject({
      state: 'delivered',
      attempts: 2,
      response: '200',
      version: 1,
    });
    expect(await newsroom.copies(STORY.id)).toMatchObject([{ partner: 'acme', version: 1, status: 'usable' }]);
  });

  test('a kill reaches everyone who received the story, former partners too, and no other partner', async () => {
    const [current, former, other] = await Promise.all([startReceiver(), startReceiver(), startReceiver()]);
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(current.url));
    await newsroom.put(partnerAt(former.url, { key: 'former' }));
    await newsroom.put(partnerAt(other.url, { key: 'other', product: { stories: [{ section: 'culture' }] } }));
    await newsroom.write(STORY);
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.put(partnerAt(former.url, { key: 'former', ends: newsroom.now() as string }));
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('update', 2)] });
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('update', 2), change('kill', 3, { note: 'wrong' })] });
    await newsroom.deliver();
    expect(current.accepted.map((one) => one.change)).toEqual(['publish', 'update', 'kill']);
    expect(former.accepted.map((one) => one.change)).toEqual(['publish', 'kill']);
    expect(former.accepted.at(-1)).toMatchObject({ status: 'canceled' });
    expect(former.accepted.at(-1)?.body).not.toContain('Harbour opens');
    expect(other.received).toEqual([]);
  });

  test('a kill reaches a receiver whose confirmation was lost', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url));
    receiver.answers.push('cut within the answer');
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect(await newsroom.copies(STORY.id)).toMatchObject([{ status: 'unconfirmed', version: 0 }]);
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('kill', 1, { note: 'wrong' })] });
    await newsroom.deliver();
    expect(receiver.received.map((one) => one.change)).toEqual(['publish', 'kill']);
    expect(await newsroom.copies(STORY.id)).toMatchObject([{ status: 'canceled' }]);
  });

  test('newer states replace waiting ones; a correction is never lost', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url, { format: 'newsml-g2' }));
    await newsroom.write(STORY);
    await newsroom.deliver();
    receiver.answers.push(503, 503);
    newsroom.pass(60);
    const correction = change('correct', 1, { notice: 'The date was wrong.' });
    await newsroom.write({ ...STORY, changes: [correction] });
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, headline: 'Harbour opens again', changes: [correction, change('amend', 2)] });
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.deliver();
    expect(receiver.accepted.map(({ version }) => version)).toEqual([1, 3]);
    expect(receiver.accepted.at(-1)?.body).toContain('sig:correction');
    expect(receiver.accepted.at(-1)?.body).toContain('Harbour opens again');
    const states = (await newsroom.entries()).map(({ version, state }) => [version, state]);
    expect(states).toEqual([
      [3, 'delivered'],
      [2, 'merged'],
      [1, 'delivered'],
    ]);
  });

  test.each([
    ['hangs up', 'cut before the answer', 'the connection was cut'],
    ['cuts its answer', 'cut within the answer', 'the connection was cut'],
    [
      'redirects',
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
      '302: a redirect to http://127.0.0.1:1/',
    ],
    ['refuses', 422, '422'],
  ] as const)('a receiver that %s gets the message again', async (_, answer, response) => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url));
    receiver.answers.push(answer as Answer);
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect((await newsroom.entries())[0]).toMatchObject({ state: 'waiting', response });
    newsroom.pass(10);
    await newsroom.deliver();
    expect((await newsroom.entries())[0]).toMatchObject({ state: 'delivered', attempts: 2 });
  });

  test('waits as long as `Retry-After` asks', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url));
    receiver.answers.push({ status: 429, headers: { 'retry-after': '120' } });
    await newsroom.write(STORY);
    await newsroom.deliver();
    for (const [seconds, count] of [
      [110, 1],
      [20, 2],
    ] as const) {
      newsroom.pass(seconds);
      await newsroom.deliver();
      expect(receiver.received).toHaveLength(count);
    }
  });

  test('410 pauses the channel until it is resumed', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url));
    receiver.answers.push(410);
    await newsroom.write(STORY);
    await newsroom.deliver();
    newsroom.pass(86_400);
    await newsroom.deliver();
    expect(receiver.received).toHaveLength(1);
    await newsroom.store.channels.pause({ partner: 'acme', channel: 'https' }, undefined);
    await newsroom.deliver();
    expect(receiver.accepted).toHaveLength(1);
  });

  test('one story that a receiver refuses stops no other', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url));
    receiver.answerOf = ({ story }) => (story === STORY.id ? 500 : undefined);
    await newsroom.write(STORY);
    for (const letter of 'bcdefg') {
      await newsroom.write({ ...STORY, id: idOf(letter), slug: `story-${letter}` });
    }
    for (let round = 0; round < 12; round++) {
      await newsroom.deliver();
      newsroom.pass(60);
    }
    expect(receiver.accepted).toHaveLength(6);
  });

  test('a partner that is down costs the others nothing, and gets everything when it is back', async () => {
    const [dead, alive] = await Promise.all([startReceiver(), startReceiver()]);
    const newsroom = await partnerNewsroom({ engine });
    dead.answerOf = () => 503;
    await newsroom.put(partnerAt(dead.url, { key: 'dead' }));
    await newsroom.put(partnerAt(alive.url, { key: 'alive' }));
    for (const letter of 'abcdefgh') {
      await newsroom.write({ ...STORY, id: idOf(letter), slug: `story-${letter}` });
      await newsroom.deliver();
    }
    expect(alive.accepted).toHaveLength(8);
    // After some failures there is one message at a time.
    expect(dead.received.length).toBeLessThan(8);
    dead.answerOf = () => undefined;
    for (let round = 0; round < 10; round++) {
      newsroom.pass(3600);
      await newsroom.deliver();
    }
    expect(new Set(dead.accepted.map(({ story }) => story)).size).toBe(8);
  });

  test('both secrets sign for a day after a rotation', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url));
    const named = { partner: 'acme', channel: 'https' };
    await newsroom.store.channels.rotate(named, newsroom.now());
    await newsroom.write(STORY);
    await newsroom.deliver();
    newsroom.pass(86_401);
    await newsroom.write({ ...STORY, changes: [change('update', 1)] });
    await newsroom.deliver();
    const signed = receiver.received.map((one) =>
      [1, 2].map((number) => receiver.isSignedWith(one, SECRETS.of(named, number))),
    );
    expect(signed).toEqual([
      [true, true],
      [false, true],
    ]);
  });

  test('digests wait for their time; corrections and recalls do not', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url, { digests: ['07:30', '18:00'] }));
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect(receiver.received).toEqual([]);
    newsroom.pass(7.5 * 3600);
    await newsroom.deliver();
    expect(receiver.accepted).toHaveLength(1);
    await newsroom.write({
      ...STORY,
      changes: [{ kind: 'correct', at: '2026-06-01T07:30:00Z', notice: 'Wrong.' }] as never,
    });
    await newsroom.deliver();
    expect(receiver.accepted).toHaveLength(2);
  });

  test('an old story is not sent as new: neither an import nor an edit of it', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    await newsroom.put(partnerAt(receiver.url));
    const old = { ...STORY, published: '2026-05-01T09:00:00Z' };
    await newsroom.write(old);
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...old, changes: [change('update', 1)] });
    await newsroom.deliver();
    expect(receiver.received).toEqual([]);
    const [story] = await previewStories(
      newsroom.store,
      { partner: await partner(newsroom), from: at('2026-05-31T00:00:00Z') },
      newsroom.now(),
    );
    expect(story).toMatchObject({ isSent: false, because: expect.stringContaining('older than seven days') });
  });
});
