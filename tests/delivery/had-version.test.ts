import { expect, test } from 'vitest';
import type { LedgerEntry } from '../../src/archive/ledger-entry.ts';
import { newAlarms } from '../../src/delivery/partners/alarms.ts';
import { ENGINES } from '../support/engines.ts';
import { partnerAt, partnerNewsroom } from '../support/partner-newsroom.ts';
import { startReceiver } from '../support/receiver.ts';
import { idOf } from '../support/stories.ts';

const STORY = { id: idOf('a'), slug: 'harbour', headline: 'Harbour opens', published: '2026-05-31T09:00:00Z' };
const entry = { partner: 'acme', channel: 'https', story: STORY.id, change: 'correct', priority: 2 } as const;

test.each(ENGINES)('the version that a partner had survives every merge, on %s', async (engine) => {
  const { store, now } = await partnerNewsroom({ engine });
  const { ledger, ledgerFigures } = store;
  const plan = (cursor: number, hadVersion: number) =>
    ledger.plan([{ ...entry, cursor, version: cursor, hadVersion, dueAt: now() }], now());
  const due = async (): Promise<LedgerEntry> => {
    const [found] = await ledger.due('acme', 'https', { now: now(), limit: 1 });
    if (found === undefined) throw new Error('nothing is due');
    return found;
  };
  // One that waits.
  await plan(2, 1);
  await plan(3, 2);
  expect((await due()).hadVersion).toBe(1);
  // One on its way, which fails after a newer one was planned.
  const first = await due();
  await ledger.start(first);
  await plan(4, 3);
  await ledger.fail(first, { response: 'no answer', now: now(), retryAt: now() });
  expect(await due()).toMatchObject({ cursor: 4, hadVersion: 1 });
  // One that was given up, until something is delivered.
  const second = await due();
  await ledger.start(second);
  await ledger.fail(second, { response: 'refused', now: now() });
  await plan(5, 4);
  expect((await due()).hadVersion).toBe(1);
  const third = await due();
  await ledger.start(third);
  const sent = { version: 5, status: 'usable', hash: 'h' } as const;
  await ledger.confirm(third, sent, { response: '200', now: now() });
  await plan(6, 5);
  expect((await due()).hadVersion).toBe(5);
  expect((await ledgerFigures.newest(10)).filter(({ state }) => state === 'waiting')).toHaveLength(1);
});

test('a version that the partner has is not sent again when a channel is gone', async () => {
  const [first, second] = [await startReceiver(), await startReceiver()];
  const newsroom = await partnerNewsroom();
  const https = { type: 'https', url: first.url } as const;
  second.answerOf = () => 500;
  await newsroom.put(partnerAt(first.url, { channels: [https, { type: 'https', name: 'second', url: second.url }] }));
  await newsroom.write(STORY);
  await newsroom.deliver();
  await newsroom.put(partnerAt(first.url, { channels: [https] }));
  for (const seconds of [60, 60]) {
    newsroom.pass(seconds);
    await newsroom.deliver();
  }
  expect(first.received).toHaveLength(1);
  expect(await newsroom.entries()).toMatchObject([
    { state: 'dropped', response: 'the partner has this version already' },
    { state: 'delivered' },
  ]);
});

test('a planned correction is a silent edit for a partner that has the corrected version', async () => {
  const receiver = await startReceiver();
  const newsroom = await partnerNewsroom();
  await newsroom.put(partnerAt(receiver.url));
  const changes = [{ kind: 'correct', at: '2026-05-31T10:00:00Z', notice: 'At seven.' }] as never;
  await newsroom.write({ ...STORY, changes });
  await newsroom.deliver();
  // Its documents differ by now, so that it gets one.
  await newsroom.put(partnerAt(receiver.url, { format: 'ninjs' }));
  const planned = { ...entry, cursor: 9, version: 2, hadVersion: 1, dueAt: newsroom.now() };
  await newsroom.store.ledger.plan([planned], newsroom.now());
  newsroom.pass(60);
  await newsroom.deliver();
  expect(receiver.received.map(({ change }) => change)).toEqual(['publish', 'amend']);
});

test('a message that was given up on a channel that is gone stays an alarm, until it is resumed', async () => {
  const receiver = await startReceiver();
  const newsroom = await partnerNewsroom();
  await newsroom.put(partnerAt(receiver.url));
  await newsroom.write(STORY);
  receiver.answerOf = () => 422;
  await newsroom.deliver();
  const { ledger } = newsroom.store;
  newsroom.pass(60);
  const [waiting] = await ledger.due('acme', 'https', { now: newsroom.now(), limit: 1 });
  if (waiting === undefined) throw new Error('nothing is due');
  await ledger.start(waiting);
  await ledger.fail(waiting, { response: '422', now: newsroom.now() });
  const alarms = () => newAlarms(newsroom.store, newsroom.now());
  expect(await alarms()).toMatchObject([{ channel: 'https', state: 'alarm' }]);
  await newsroom.put(partnerAt(receiver.url, { channels: [{ type: 'https', name: 'other', url: receiver.url }] }));
  receiver.answerOf = () => 200;
  await newsroom.deliver();
  expect(await alarms()).toEqual([]);
  await ledger.unpark({ partner: 'acme', channel: 'https' }, newsroom.now());
  for (const seconds of [1, 60]) {
    newsroom.pass(seconds);
    await newsroom.deliver();
  }
  expect((await newsroom.entries())[0]).toMatchObject({ channel: 'other', state: 'delivered' });
  expect(await alarms()).toMatchObject([{ channel: 'https', state: 'recovered' }]);
});
