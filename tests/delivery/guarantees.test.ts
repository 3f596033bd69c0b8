import { describe, expect, test } from 'vitest';
import { PRIORITIES } from '../../src/archive/ledger-entry.ts';
import { takeMessages } from '../../src/delivery/partners/queue.ts';
import { resend } from '../../src/delivery/partners/resend.ts';
import type { QueueChannel } from '../../src/publication/channel.ts';
import { partnerSchema } from '../../src/publication/partner.ts';
import { ENGINES } from '../support/engines.ts';
import { type PartnerNewsroom, partnerAt, partnerNewsroom } from '../support/partner-newsroom.ts';
import { contextWith } from '../support/publication.ts';
import { type Received, startReceiver } from '../support/receiver.ts';
import { until } from '../support/server.ts';
import { at, idOf } from '../support/stories.ts';

const STORY = { id: idOf('a'), slug: 'harbour', headline: 'Harbour opens', published: '2026-05-31T09:00:00Z' };
const change = (kind: string, minute: number, fields: object = {}) =>
  ({ kind, at: `2026-06-01T00:${String(minute).padStart(2, '0')}:00Z`, ...fields }) as never;
const KILL = (minute: number) => change('kill', minute, { note: 'wrong' });
const NAMED = { partner: 'acme', channel: 'https' };
const changesOf = (messages: readonly Received[]) => messages.map((message) => message.change);

async function setUp(engine: (typeof ENGINES)[number], fields: object = {}) {
  const receiver = await startReceiver();
  const newsroom = await partnerNewsroom({ engine });
  await newsroom.put(partnerAt(receiver.url, fields));
  return { receiver, newsroom };
}

/** Plans what has changed, without sending: the channel is paused meanwhile. */
async function planned(newsroom: PartnerNewsroom, work: () => Promise<void>): Promise<void> {
  await newsroom.store.channels.pause(NAMED, newsroom.now());
  await work();
  await newsroom.deliver();
  await newsroom.store.channels.pause(NAMED, undefined);
}

describe.each(ENGINES)('recalls, on %s', (engine) => {
  test('reach a receiver whose confirmation was lost, also after a message was parked and resumed', async () => {
    const { receiver, newsroom } = await setUp(engine);
    receiver.answerOf = () => 'cut within the answer';
    await newsroom.write(STORY);
    for (let round = 0; round < 14; round++) {
      await newsroom.deliver();
      newsroom.pass(8 * 3600);
    }
    expect((await newsroom.entries())[0]?.state).toBe('failed');
    await planned(newsroom, async () => {
      await newsroom.store.ledger.unpark(NAMED, newsroom.now());
      await newsroom.write({ ...STORY, changes: [KILL(10)] });
    });
    receiver.answerOf = () => undefined;
    await newsroom.deliver();
    expect(changesOf(receiver.accepted)).toEqual(['kill']);
  });

  test('reach a receiver whose confirmation was lost before the connection was', async () => {
    const { receiver, newsroom } = await setUp(engine);
    receiver.answers.push('cut within the answer');
    await newsroom.write(STORY);
    await newsroom.deliver();
    await newsroom.put(partnerAt('http://127.0.0.1:1/'));
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('update', 1)] });
    await newsroom.deliver();
    await newsroom.put(partnerAt(receiver.url));
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('update', 1), KILL(2)] });
    await newsroom.deliver();
    expect(changesOf(receiver.received)).toEqual(['publish', 'kill']);
  });

  test('reach a receiver three months later', async () => {
    const { receiver, newsroom } = await setUp(engine);
    receiver.answers.push('cut within the answer');
    await newsroom.write(STORY);
    await newsroom.deliver();
    await newsroom.store.channels.pause(NAMED, newsroom.now());
    newsroom.pass(100 * 86_400);
    await newsroom.store.ledger.deleteBefore(newsroom.now());
    await newsroom.write({ ...STORY, changes: [{ ...(KILL(1) as object), at: newsroom.now() } as never] });
    await newsroom.store.channels.pause(NAMED, undefined);
    await newsroom.deliver();
    expect(changesOf(receiver.accepted)).toEqual(['kill']);
  });

  test('of every kind reach former partners', async () => {
    const { receiver, newsroom } = await setUp(engine);
    const ends = { ...STORY, rights: { endsAt: at('2026-06-01T01:00:00Z') } };
    await newsroom.write(STORY);
    await newsroom.write({ ...ends, id: idOf('b'), slug: 'other' });
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.put(partnerAt(receiver.url, { ends: newsroom.now() as string }));
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('withhold', 2, { note: 'x' })] });
    await newsroom.deliver();
    newsroom.pass(3600);
    await newsroom.deliver();
    expect(receiver.accepted.slice(2).map(({ change, status }) => [change, status])).toEqual([
      ['withhold', 'withheld'],
      ['withhold', 'withheld'],
    ]);
  });

  test('come when rights exclude a partner, also if it gets no silent edits, and when a date is moved', async () => {
    const product = { embargoes: true, silentEdits: 'hold' as const };
    const { receiver, newsroom } = await setUp(engine, { product });
    const held = { ...STORY, id: idOf('b'), slug: 'held', embargo: { until: at('2026-06-02T00:00:00Z') } };
    await newsroom.write(STORY);
    await newsroom.write(held);
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, rights: { excluded: ['acme'] } });
    await newsroom.write({ ...held, published: at('2026-06-05T00:00:00Z') });
    await newsroom.deliver();
    const recalled = receiver.accepted.slice(2);
    expect(new Set(recalled.map(({ story }) => story))).toEqual(new Set([idOf('a'), idOf('b')]));
    for (const { status, body } of recalled) {
      expect(status).toBe('withheld');
      expect(body).not.toContain('Harbour opens');
    }
  });

  test('go on after a channel was renamed', async () => {
    const { receiver, newsroom } = await setUp(engine);
    await newsroom.write(STORY);
    await newsroom.deliver();
    receiver.answers.push(503);
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [KILL(1)] });
    await newsroom.deliver();
    await newsroom.put({ ...partnerAt(receiver.url), channels: [{ type: 'https', name: 'new', url: receiver.url }] });
    for (let round = 0; round < 3; round++) {
      newsroom.pass(60);
      await newsroom.deliver();
    }
    expect(changesOf(receiver.accepted)).toEqual(['publish', 'kill']);
  });

  test('do not wait for a story that the receiver refuses, nor for a channel in trouble', async () => {
    const { receiver, newsroom } = await setUp(engine);
    await newsroom.write({ ...STORY, id: idOf('k'), slug: 'killed' });
    await newsroom.deliver();
    receiver.answerOf = ({ story }) =>
      story === idOf('k') ? undefined : { status: 503, headers: { 'retry-after': '86400' } };
    for (const letter of 'bcdef') await newsroom.write({ ...STORY, id: idOf(letter), slug: `story-${letter}` });
    for (let round = 0; round < 6; round++) {
      await newsroom.deliver();
      newsroom.pass(30);
    }
    await newsroom.write({ ...STORY, id: idOf('k'), slug: 'killed', changes: [KILL(3)] });
    await newsroom.deliver();
    expect(changesOf(receiver.accepted)).toEqual(['publish', 'kill']);
  });

  test('of a withholding are tried for thirty days, as those of a kill are', async () => {
    const { receiver, newsroom } = await setUp(engine);
    await newsroom.write(STORY);
    await newsroom.deliver();
    receiver.answerOf = () => 503;
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('withhold', 1, { note: 'We check it.' })] });
    for (let day = 0; day < 29; day++) {
      await newsroom.deliver();
      newsroom.pass(86_400);
    }
    expect((await newsroom.entries())[0]).toMatchObject({ state: 'waiting', priority: PRIORITIES.recall });
    receiver.answerOf = () => 200;
    await newsroom.deliver();
    expect(changesOf(receiver.accepted)).toEqual(['publish', 'withhold']);
  });

  test('leave their urgency to what is sent in their place', async () => {
    const { receiver, newsroom } = await setUp(engine);
    await newsroom.write(STORY);
    await newsroom.write({ ...STORY, id: idOf('b'), slug: 'other' });
    await newsroom.deliver();
    newsroom.pass(60);
    const withheld = [change('withhold', 1, { note: 'We check it.' })];
    const restored = [...withheld, change('restore', 1)];
    // One waits while the story is restored, and one is on its way.
    await planned(newsroom, async () => {
      await newsroom.write({ ...STORY, changes: withheld });
      await newsroom.write({ ...STORY, id: idOf('b'), slug: 'other', changes: withheld });
    });
    const { ledger } = newsroom.store;
    const due = await ledger.due('acme', 'https', { now: newsroom.now(), limit: 2 });
    const onItsWay = due.find(({ story }) => story === idOf('b'));
    if (onItsWay === undefined || !(await ledger.start(onItsWay))) throw new Error('nothing is due');
    await planned(newsroom, async () => {
      await newsroom.write({ ...STORY, changes: restored });
      await newsroom.write({ ...STORY, id: idOf('b'), slug: 'other', changes: restored });
    });
    const priorities = async () => (await newsroom.entries()).slice(0, 2).map(({ priority }) => priority);
    expect((await priorities()).toSorted()).toEqual([PRIORITIES.recall, PRIORITIES.ordinary]);
    await ledger.fail(onItsWay, { response: '503', now: newsroom.now() });
    expect(await priorities()).toEqual([PRIORITIES.recall, PRIORITIES.recall]);
    expect(receiver.received).toHaveLength(2);
  });

  test('do not wait for a receiver that hangs with the only message at one time', async () => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom({ engine });
    const channel = { type: 'https' as const, url: receiver.url, concurrency: 1 };
    await newsroom.put(partnerAt(receiver.url, { channels: [channel] }));
    await newsroom.write(STORY);
    await newsroom.deliver();
    receiver.answerOf = ({ story }) => (story === idOf('b') ? 'hang' : undefined);
    await newsroom.write({ ...STORY, id: idOf('b'), slug: 'other' });
    const hanging = newsroom.deliver();
    await until(() => receiver.received.length === 2);
    await newsroom.write({ ...STORY, changes: [KILL(0)] });
    await Promise.all([hanging, newsroom.deliver()]);
    expect(changesOf(receiver.accepted)).toEqual(['publish', 'kill']);
  });

  test('keep their urgency when they are merged into a later change, or sent again by hand', async () => {
    const { receiver, newsroom } = await setUp(engine, { digests: ['05:00'] });
    await newsroom.put(partnerAt(receiver.url));
    await newsroom.write(STORY);
    await newsroom.deliver();
    await newsroom.put(partnerAt(receiver.url, { digests: ['05:00'] }));
    receiver.answers.push(503);
    newsroom.pass(60);
    const correction = change('correct', 1, { notice: 'Wrong.' });
    await newsroom.write({ ...STORY, changes: [correction] });
    await newsroom.deliver();
    await newsroom.write({ ...STORY, changes: [correction, change('amend', 1)] });
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.deliver();
    expect(changesOf(receiver.accepted)).toEqual(['publish', 'correct']);
  });
});

describe.each(ENGINES)('nothing that a partner may not have, on %s', (engine) => {
  test('leaves by a resend of an embargoed story', async () => {
    const { receiver, newsroom } = await setUp(engine);
    await newsroom.write({ ...STORY, embargo: { until: at('2026-06-02T00:00:00Z') } });
    const partner = partnerSchema.parse(partnerAt(receiver.url));
    for (let round = 0; round < 3; round++) {
      await resend(newsroom.store, { partner, wanted: { story: STORY.id } }, newsroom.now());
      await newsroom.deliver();
    }
    expect(receiver.received).toEqual([]);
    expect(await newsroom.copies(STORY.id)).toEqual([]);
  });

  test('is planned once about one change, however often the change is read', async () => {
    const { receiver, newsroom } = await setUp(engine);
    await newsroom.write(STORY);
    await newsroom.deliver();
    const [entry] = await newsroom.entries();
    if (entry === undefined) throw new Error('nothing is planned');
    await newsroom.store.ledger.plan([entry, entry], newsroom.now());
    await newsroom.deliver();
    expect(await newsroom.entries()).toHaveLength(1);
    expect(receiver.received).toHaveLength(1);
  });

  test('goes again to the channel that asked for it, and to no other', async () => {
    const { receiver, newsroom } = await setUp(engine);
    const partner = await newsroom.put({
      ...partnerAt(receiver.url),
      channels: [{ type: 'https', url: receiver.url }, { type: 'queue' }],
    });
    await newsroom.write(STORY);
    await newsroom.deliver();
    const wanted = { from: at('2026-05-01T00:00:00Z'), to: newsroom.now() };
    expect(await resend(newsroom.store, { partner, wanted, channel: 'queue' }, newsroom.now())).toBe(1);
    await newsroom.deliver();
    expect(receiver.received).toHaveLength(1);
    const [newest] = await newsroom.entries();
    expect(newest).toMatchObject({ channel: 'queue', change: 'resend', state: 'waiting' });
  });

  test('leaves after its product was narrowed while a message waited', async () => {
    const { receiver, newsroom } = await setUp(engine);
    await planned(newsroom, () => newsroom.write(STORY));
    await newsroom.put(partnerAt(receiver.url, { product: { stories: [{ section: 'culture' }] } }));
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [change('update', 1)] });
    await newsroom.deliver();
    expect(receiver.received).toEqual([]);
  });

  test('leaves to one that was never reached', async () => {
    const { receiver, newsroom } = await setUp(engine);
    await newsroom.put(partnerAt('http://127.0.0.1:1/'));
    await newsroom.write(STORY);
    await newsroom.deliver();
    expect(await newsroom.copies(STORY.id)).toEqual([]);
    await newsroom.put(partnerAt(receiver.url, { product: { stories: [{ section: 'culture' }] } }));
    newsroom.pass(60);
    await newsroom.deliver();
    expect(receiver.received).toEqual([]);
  });
});

describe.each(ENGINES)('corrections, on %s', (engine) => {
  test('reach each channel of a partner', async () => {
    const [first, second] = [await startReceiver(), await startReceiver()];
    const newsroom = await partnerNewsroom({ engine });
    const channels = [first, second].map(({ url }, index) => ({ type: 'https' as const, name: `c${index}`, url }));
    await newsroom.put({ key: 'acme', name: 'Acme', channels });
    await newsroom.write(STORY);
    await newsroom.deliver();
    newsroom.pass(60);
    second.answers.push(503);
    const correction = change('correct', 1, { notice: 'Wrong.' });
    await newsroom.write({ ...STORY, changes: [correction] });
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [correction, change('amend', 2)] });
    await newsroom.deliver();
    for (const { accepted } of [first, second]) {
      const corrected = accepted.filter(({ body }) => body.includes('sig:correction'));
      expect(corrected.length).toBeGreaterThan(0);
    }
    expect(second.accepted.at(-1)).toMatchObject({ change: 'correct', version: 3 });
  });

  test('are not lost behind a first message without a confirmation', async () => {
    const { receiver, newsroom } = await setUp(engine);
    receiver.answers.push('cut within the answer', 503);
    await newsroom.write(STORY);
    await newsroom.deliver();
    const correction = change('correct', 1, { notice: 'Wrong.' });
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [correction] });
    await newsroom.deliver();
    newsroom.pass(60);
    await newsroom.write({ ...STORY, changes: [correction, change('amend', 2)] });
    await newsroom.deliver();
    expect(receiver.accepted.at(-1)).toMatchObject({ change: 'correct', version: 3 });
    expect(receiver.accepted.at(-1)?.body).toContain('sig:correction');
  });
});

describe.each(ENGINES)('the ledger, on %s', (engine) => {
  test('takes no result of an attempt that is not the last one', async () => {
    const { newsroom } = await setUp(engine);
    const { ledger, copies } = newsroom.store;
    await planned(newsroom, () => newsroom.write(STORY));
    const [entry] = await ledger.due('acme', 'https', { now: newsroom.now(), limit: 1 });
    if (entry === undefined) throw new Error('nothing is due');
    expect(await ledger.start(entry)).toBe(true);
    // Another machine takes over, and sends the kill.
    await ledger.recover(NAMED, { now: newsroom.now(), isQueue: false });
    const [again] = await ledger.due('acme', 'https', { now: newsroom.now(), limit: 1 });
    if (again === undefined) throw new Error('nothing is due');
    expect(await ledger.start(again)).toBe(true);
    const done = { response: '200', now: newsroom.now() };
    await ledger.confirm(again, { version: 2, status: 'canceled', hash: 'b' }, done);
    expect(await ledger.confirm(entry, { version: 1, status: 'usable', hash: 'a' }, done)).toBe(false);
    await ledger.fail(entry, { ...done, retryAt: newsroom.now() });
    await ledger.drop(entry, 'late', newsroom.now());
    expect(await copies.of(STORY.id)).toMatchObject([{ version: 2, status: 'canceled' }]);
    expect((await newsroom.entries())[0]).toMatchObject({ state: 'delivered', version: 2 });
  });

  test('never uses an id again', async () => {
    const { receiver, newsroom } = await setUp(engine);
    await newsroom.write(STORY);
    await newsroom.deliver();
    newsroom.pass(100);
    await newsroom.store.ledger.deleteBefore(newsroom.now());
    expect(await newsroom.entries()).toEqual([]);
    await newsroom.write({ ...STORY, id: idOf('b'), slug: 'other' });
    await newsroom.deliver();
    expect(receiver.accepted.map(({ id }) => id)).toEqual(['msg_acme_1', 'msg_acme_2']);
  });

  test('sends one message about a story after parked ones are due again', async () => {
    const { receiver, newsroom } = await setUp(engine);
    const { ledger } = newsroom.store;
    for (const changes of [[], [change('update', 1)]]) {
      await planned(newsroom, () => newsroom.write({ ...STORY, changes }));
      const [entry] = await ledger.due('acme', 'https', { now: newsroom.now(), limit: 1 });
      if (entry !== undefined && (await ledger.start(entry)))
        await ledger.fail(entry, { response: 'x', now: newsroom.now() });
      newsroom.pass(60);
    }
    expect(await ledger.unpark(NAMED, newsroom.now())).toBe(1);
    await newsroom.deliver();
    expect(receiver.received).toHaveLength(1);
  });

  test('makes the parked messages of one channel due again, and no others', async () => {
    const { newsroom } = await setUp(engine);
    const { ledger } = newsroom.store;
    const entry = {
      partner: 'acme',
      story: idOf('a'),
      cursor: 1,
      version: 1,
      hadVersion: 0,
      change: 'publish',
      dueAt: newsroom.now(),
    };
    const channels = ['https', 'other'];
    await ledger.plan(
      channels.map((channel) => ({ ...entry, channel, priority: PRIORITIES.ordinary })),
      newsroom.now(),
    );
    for (const one of await newsroom.entries()) {
      if (await ledger.start(one)) await ledger.fail(one, { response: '500', now: newsroom.now() });
    }
    expect(await ledger.unpark(NAMED, newsroom.now())).toBe(1);
    const states = (await newsroom.entries()).map(({ channel, state }) => `${channel} ${state}`);
    expect(states.toSorted()).toEqual(['https waiting', 'other failed']);
  });

  test('stores a response with control characters', async () => {
    const { newsroom } = await setUp(engine);
    await planned(newsroom, () => newsroom.write(STORY));
    const [entry] = await newsroom.store.ledger.due('acme', 'https', { now: newsroom.now(), limit: 1 });
    if (entry === undefined || !(await newsroom.store.ledger.start(entry))) throw new Error('nothing is due');
    await newsroom.store.ledger.fail(entry, { response: '503: a\u0000b\u001b[2Jc\nd', now: newsroom.now() });
    expect((await newsroom.entries())[0]?.response).not.toMatch(/[\u0000-\u001f]/);
  });

  test('hands a message of a queue out to one of two requests', async () => {
    const newsroom = await partnerNewsroom({ engine });
    const partner = await newsroom.put({ key: 'acme', name: 'Acme', channels: [{ type: 'queue', atMostOnce: true }] });
    for (const letter of 'abcdefgh') await newsroom.write({ ...STORY, id: idOf(letter), slug: `story-${letter}` });
    await newsroom.deliver();
    const { storyOf: _, ...site } = contextWith();
    const queue = { store: newsroom.store, site, partner, channel: partner.channels[0] as QueueChannel };
    const taken = await Promise.all([1, 2, 3].map(() => takeMessages(queue, 5, newsroom.now())));
    const ids = taken.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(8);
  });
});
