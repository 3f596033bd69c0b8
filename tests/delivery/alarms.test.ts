import { expect, test } from 'vitest';
import { raiseAlarm } from '../../src/app/raise-alarm.ts';
import { newAlarms } from '../../src/delivery/partners/alarms.ts';
import { confirmMessage, takeMessages } from '../../src/delivery/partners/queue.ts';
import type { QueueChannel } from '../../src/publication/channel.ts';
import { ENGINES } from '../support/engines.ts';
import { startMailServer } from '../support/mail-server.ts';
import { partnerAt, partnerNewsroom } from '../support/partner-newsroom.ts';
import { contextWith } from '../support/publication.ts';
import { startReceiver } from '../support/receiver.ts';
import { at, idOf } from '../support/stories.ts';

const STORY = { id: idOf('a'), slug: 'harbour', headline: 'Harbour opens', published: '2026-05-31T09:00:00Z' };

test.each(ENGINES)('an alarm fires once, and recovers once, on %s', async (engine) => {
  const receiver = await startReceiver();
  const newsroom = await partnerNewsroom({ engine });
  await newsroom.put(partnerAt(receiver.url, { alarm: { url: 'https://alarm.example/' } }));
  receiver.answerOf = () => 500;
  await newsroom.write(STORY);
  await newsroom.deliver();
  const alarms = () => newAlarms(newsroom.store, newsroom.now());
  expect(await alarms()).toEqual([]);
  newsroom.pass(16 * 60);
  expect(await alarms()).toEqual([
    {
      partner: 'acme',
      channel: 'https',
      state: 'alarm',
      reason: 'every message has failed since 2026-06-01T00:00:00Z: 500',
      url: 'https://alarm.example/',
    },
  ]);
  newsroom.pass(3600);
  expect(await alarms()).toEqual([]);
  receiver.answerOf = () => 200;
  await newsroom.deliver();
  expect(await alarms()).toMatchObject([{ partner: 'acme', state: 'recovered' }]);
  expect(await alarms()).toEqual([]);
});

test('a partner that does not ask for its messages is an alarm after the time it has stated', async () => {
  const newsroom = await partnerNewsroom();
  const alarm = { url: 'https://alarm.example/', silentHours: 6 };
  await newsroom.put({ key: 'acme', name: 'Acme', channels: [{ type: 'queue' }], alarm });
  const alarms = () => newAlarms(newsroom.store, newsroom.now());
  newsroom.pass(7 * 3600);
  // It has nothing to ask for.
  expect(await alarms()).toEqual([]);
  await newsroom.write(STORY);
  await newsroom.deliver();
  newsroom.pass(5 * 3600);
  expect(await alarms()).toEqual([]);
  newsroom.pass(3600);
  expect(await alarms()).toMatchObject([
    { state: 'alarm', reason: 'the partner has never asked for its messages, or never confirmed one' },
  ]);
});

test('a partner that takes its messages and never confirms them is an alarm', async () => {
  const newsroom = await partnerNewsroom();
  const partner = await newsroom.put({ key: 'acme', name: 'Acme', channels: [{ type: 'queue' }] });
  const { storyOf: _, ...site } = contextWith();
  const [channel] = partner.channels as QueueChannel[];
  if (channel === undefined) throw new Error('there is no queue');
  const queue = { store: newsroom.store, site, partner, channel };
  const alarms = () => newAlarms(newsroom.store, newsroom.now());
  const take = () => takeMessages(queue, 10, newsroom.now());
  expect(await take()).toEqual([]);
  await newsroom.write(STORY);
  await newsroom.deliver();
  for (let hour = 0; hour < 24; hour++) {
    expect(await alarms()).toEqual([]);
    expect(await take()).toHaveLength(1);
    newsroom.pass(3600);
  }
  expect(await alarms()).toMatchObject([{ state: 'alarm', reason: expect.stringContaining('not confirmed them') }]);
  const [message] = await take();
  await confirmMessage(newsroom.store, { partner: 'acme', receipt: message?.receipt ?? '' }, newsroom.now());
  expect(await alarms()).toMatchObject([{ state: 'recovered' }]);
});

test('a paused partner is no alarm', async () => {
  const receiver = await startReceiver();
  const newsroom = await partnerNewsroom();
  await newsroom.put(partnerAt(receiver.url));
  await newsroom.store.channels.pause({ partner: 'acme', channel: 'https' }, newsroom.now());
  await newsroom.write(STORY);
  await newsroom.deliver();
  newsroom.pass(86_400);
  expect(receiver.received).toEqual([]);
  expect(await newAlarms(newsroom.store, newsroom.now())).toEqual([]);
});

test.each(ENGINES)('a message that was given up is an alarm until it is sent again, on %s', async (engine) => {
  const receiver = await startReceiver();
  const newsroom = await partnerNewsroom({ engine });
  await newsroom.put(partnerAt(receiver.url));
  receiver.answerOf = () => 422;
  await newsroom.write(STORY);
  for (let hour = 0; hour < 24 * 4; hour++) {
    newsroom.pass(3600);
    await newsroom.deliver();
  }
  expect(await newsroom.entries()).toMatchObject([{ state: 'failed' }]);
  const alarms = () => newAlarms(newsroom.store, newsroom.now());
  expect(await alarms()).toMatchObject([
    { state: 'alarm', reason: expect.stringContaining('1 message was given up; "dateline partner resume acme"') },
  ]);
  receiver.answerOf = () => 200;
  expect(await newsroom.store.ledger.unpark({ partner: 'acme', channel: 'https' }, newsroom.now())).toBe(1);
  await newsroom.deliver();
  expect(await newsroom.entries()).toMatchObject([{ state: 'delivered' }]);
  expect(await alarms()).toMatchObject([{ state: 'recovered' }]);
});

test.each(['kill', 'withhold'] as const)(
  'a %s that waits is an alarm after five minutes, for a partner with digests too',
  async (kind) => {
    const receiver = await startReceiver();
    const newsroom = await partnerNewsroom();
    await newsroom.put(partnerAt(receiver.url, { digests: ['12:00'] }));
    const alarms = () => newAlarms(newsroom.store, newsroom.now());
    await newsroom.write(STORY);
    await newsroom.deliver();
    newsroom.pass(2 * 3600);
    // It waits for the digest, as agreed.
    expect([receiver.received, await alarms()]).toEqual([[], []]);
    newsroom.pass(22 * 3600);
    await newsroom.deliver();
    expect(receiver.received).toHaveLength(1);
    receiver.answerOf = () => 500;
    await newsroom.write({ ...STORY, changes: [{ kind, at: '2026-06-02T00:00:00Z', note: 'wrong' }] });
    await newsroom.deliver();
    newsroom.pass(4 * 60);
    expect(await alarms()).toEqual([]);
    newsroom.pass(60);
    expect(await alarms()).toMatchObject([
      { state: 'alarm', reason: expect.stringContaining('a recall has waited since') },
    ]);
  },
);

test('a recall that waits for a channel that is gone is an alarm', async () => {
  const receiver = await startReceiver();
  const newsroom = await partnerNewsroom();
  await newsroom.put(partnerAt(receiver.url));
  await newsroom.write(STORY);
  await newsroom.deliver();
  await newsroom.put(partnerAt(receiver.url, { channels: [] }));
  newsroom.pass(60);
  const kill = { kind: 'kill', at: newsroom.now(), note: 'wrong' } as never;
  await newsroom.write({ ...STORY, changes: [kill] });
  await newsroom.deliver();
  newsroom.pass(6 * 60);
  const [alarm, ...others] = await newAlarms(newsroom.store, newsroom.now());
  expect(alarm).toMatchObject({ partner: 'acme', channel: 'https', state: 'alarm' });
  expect(alarm?.reason).toBe(
    'a recall has waited since 2026-06-01T00:01:00Z: 200; the partner has no such channel any more',
  );
  expect(others).toEqual([]);
  await newsroom.put(partnerAt(receiver.url));
  await newsroom.deliver();
  expect(await newAlarms(newsroom.store, newsroom.now())).toMatchObject([{ state: 'recovered' }]);
});

test('an alarm about a channel that is replaced recovers', async () => {
  const receiver = await startReceiver();
  const newsroom = await partnerNewsroom();
  await newsroom.put(partnerAt(receiver.url));
  receiver.answerOf = () => 500;
  await newsroom.write(STORY);
  await newsroom.deliver();
  newsroom.pass(16 * 60);
  expect(await newAlarms(newsroom.store, newsroom.now())).toMatchObject([{ channel: 'https', state: 'alarm' }]);
  receiver.answerOf = () => 200;
  await newsroom.put(partnerAt(receiver.url, { channels: [{ type: 'https', name: 'other', url: receiver.url }] }));
  await newsroom.deliver();
  newsroom.pass(60);
  await newsroom.deliver();
  expect(await newAlarms(newsroom.store, newsroom.now())).toMatchObject([{ channel: 'https', state: 'recovered' }]);
  expect(await newAlarms(newsroom.store, newsroom.now())).toEqual([]);
});

test('an alarm goes to an address by JSON and by e-mail, and into the log', async () => {
  const mail = await startMailServer();
  const posted: unknown[] = [];
  const logged: unknown[] = [];
  const log = { error: (about: object) => logged.push(about), info: (about: object) => logged.push(about) } as never;
  const post = async (url: string, body: unknown) => {
    posted.push([url, body]);
    return { status: 200 };
  };
  const { publication } = contextWith();
  const alarm = { partner: 'acme', channel: 'https', state: 'alarm', reason: 'no <answer>' } as const;
  const addresses = { url: 'https://alarm.example/', email: 'night@courier.example' };
  const page = 'https://news.example.com/deliveries';
  const deps = { log, post, publication, page, sendMail: mail.sendMail };
  const now = at('2026-06-01T00:00:00Z');
  await raiseAlarm({ ...alarm, ...addresses }, deps, now);
  await raiseAlarm({ ...alarm, ...addresses, state: 'recovered', reason: 'over' }, deps, now);
  expect(posted).toMatchObject([
    ['https://alarm.example/', alarm],
    ['https://alarm.example/', { state: 'recovered' }],
  ]);
  expect(mail.received).toMatchObject([
    {
      subject: `${publication.name}: delivery to acme by https is in trouble`,
      to: [{ address: 'night@courier.example' }],
      text: expect.stringMatching(/No <answer>\.\n\nDeliveries: https:\/\/news\.example\.com\/deliveries/),
      html: expect.stringContaining('No &lt;answer&gt;.'),
    },
    { subject: `${publication.name}: delivery to acme by https has recovered` },
  ]);
  expect(logged).toHaveLength(2);
  // Without a mail server the log has the failure.
  await raiseAlarm({ ...alarm, email: addresses.email }, { ...deps, sendMail: undefined }, now);
  expect(logged).toHaveLength(4);
});
