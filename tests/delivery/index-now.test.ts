import { describe, expect, test } from 'vitest';
import { addressesOf } from '../../src/addresses/addresses.ts';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { Dispatch } from '../../src/delivery/dispatch.ts';
import { NONE_DUE } from '../../src/delivery/index-now.ts';
import type { OutboundResponse } from '../../src/delivery/outbound.ts';
import { submitStory } from '../../src/newsroom/submit-story.ts';
import { addSeconds, type Instant } from '../../src/text/instant.ts';
import { ENGINES, openStore } from '../support/engines.ts';
import { publication } from '../support/publication.ts';
import { at, submission } from '../support/stories.ts';

const NOW = at('2026-06-01T00:00:00Z');
const KEY = 'abcdef0123456789';
const BASE = 'https://gazette.example.com';

interface Submitted {
  readonly url: string;
  readonly body: {
    readonly host: string;
    readonly key: string;
    readonly keyLocation: string;
    readonly urlList: string[];
  };
}

/** A newsroom with an endpoint whose responses a test chooses. */
async function newsroom(engine: Parameters<typeof openStore>[0] = 'SQLite', base = BASE) {
  const store = await openStore(engine);
  const submitted: Submitted[] = [];
  const responses: (OutboundResponse | Error)[] = [];
  const dispatch = new Dispatch();
  const settings = { ...publication, indexNow: { key: KEY, endpoint: 'https://search.example/indexnow' } };
  return {
    store,
    submitted,
    responses,
    write: async (fields: Partial<SubmissionInput>, now: Instant = NOW) => {
      const command = { submission: submission(fields), actor: 'a', origin: 'api' } as const;
      const decision = await submitStory(store.archive, command, now);
      if (decision.decision === 'refused') throw new Error(JSON.stringify(decision));
    },
    run: (now: Instant = NOW, own: object = settings) =>
      dispatch.run(
        {
          store,
          publication: own as typeof settings,
          addresses: addressesOf(base),
          clock: () => Date.parse(now),
          post: async (url, body) => {
            submitted.push({ url, body: body as Submitted['body'] });
            const response = responses.shift() ?? { status: 200 };
            if (response instanceof Error) throw response;
            return response;
          },
        },
        now,
      ),
    ledger: () => store.deliveries.newest(100),
  };
}

const change = (kind: string, more: object = {}) => ({ kind, at: '2026-03-03T00:00:00Z', ...more }) as never;
const urls = (submitted: readonly Submitted[]): string[] => submitted.flatMap(({ body }) => body.urlList);

describe.each(ENGINES)('IndexNow in %s', (engine) => {
  test('gets a publication once, with the key and the address of its file', async () => {
    const { write, run, submitted, ledger } = await newsroom(engine);
    await write({});
    expect(await run()).toEqual({ submitted: 1, failed: 0 });
    expect(await run(addSeconds(NOW, 60))).toEqual(NONE_DUE);
    expect(submitted).toEqual([
      {
        url: 'https://search.example/indexnow',
        body: {
          host: 'gazette.example.com',
          key: KEY,
          keyLocation: `${BASE}/${KEY}.txt`,
          urlList: [`${BASE}/articles/a-story`],
        },
      },
    ]);
    expect(await ledger()).toMatchObject([{ state: 'delivered', response: '200', attempts: 1, respondedAt: NOW }]);
  });

  test('two changes of one story within ten minutes are submitted once, ten minutes after the last time', async () => {
    const { write, run, submitted } = await newsroom(engine);
    await write({});
    await run();
    await write({ headline: 'Other', changes: [change('update')] });
    await run(addSeconds(NOW, 10));
    await write({ headline: 'Another', changes: [change('update'), change('update', { at: '2026-03-04T00:00:00Z' })] });
    await run(addSeconds(NOW, 20));
    expect(urls(submitted)).toHaveLength(1);
    expect(await run(addSeconds(NOW, 600))).toEqual({ submitted: 1, failed: 0 });
    expect(urls(submitted)).toHaveLength(2);
  });
});

test.each([
  ['update', [], true],
  ['correct', { notice: 'x' }, true],
  ['withhold', { note: 'x' }, true],
  ['kill', { note: 'x' }, true],
  ['amend', {}, false],
] as const)('a change of kind %s', async (kind, more, isNotified) => {
  const { write, run, submitted } = await newsroom();
  await write({});
  await run();
  submitted.length = 0;
  await write({ headline: 'Other', changes: [change(kind, more)] });
  await run(addSeconds(NOW, 3600));
  expect(urls(submitted)).toEqual(isNotified ? [`${BASE}/articles/a-story`] : []);
});

test('a silent edit of the slug submits both addresses', async () => {
  const { write, run, submitted } = await newsroom();
  await write({});
  await run();
  submitted.length = 0;
  await write({ slug: 'moved', changes: [change('amend')] });
  await run(addSeconds(NOW, 3600));
  expect(urls(submitted).toSorted()).toEqual([`${BASE}/articles/a-story`, `${BASE}/articles/moved`]);
});

test('a slug of the time before publication is not submitted', async () => {
  const { write, run, submitted } = await newsroom();
  const published = at('2026-06-01T00:01:00Z');
  await write({ slug: 'secret', published });
  await write({ slug: 'open', published, changes: [{ kind: 'amend', at: '2026-05-31T00:00:00Z' }] });
  await run();
  expect(submitted).toEqual([]);
  await write(
    {
      slug: 'open',
      published,
      changes: [
        { kind: 'amend', at: '2026-05-31T00:00:00Z' },
        { kind: 'update', at: '2026-06-01T00:02:00Z' },
      ],
    },
    at('2026-06-01T00:02:00Z'),
  );
  await run(at('2026-06-01T00:03:00Z'));
  expect(urls(submitted)).toEqual([`${BASE}/articles/open`]);
});

test('hidden stories, copies, local addresses and publications without a key are not submitted', async () => {
  const hidden = await newsroom();
  await hidden.write({ published: '2027-01-01T00:00:00Z' });
  await hidden.run();
  const copy = await newsroom();
  await copy.write({ canonical: { url: 'https://elsewhere.example/story' } });
  await copy.run();
  const local = await newsroom('SQLite', 'http://localhost:3000');
  await local.write({});
  await local.run();
  const unasked = await newsroom();
  await unasked.write({});
  await unasked.run(NOW, publication);
  // A channel that is enabled later gets no history.
  await unasked.run(addSeconds(NOW, 60));
  expect([hidden.submitted, copy.submitted, local.submitted, unasked.submitted].flat()).toEqual([]);
});

test.each([
  [{ status: 429, retryAfter: '1800' }, 1800],
  [{ status: 429 }, 60],
  [{ status: 503, retryAfter: 'Mon, 01 Jun 2026 01:00:00 GMT' }, 3600],
  [{ status: 500 }, 60],
  [Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }), 60],
] as const)('after %j it waits %i seconds, and longer each time', async (response, seconds) => {
  const { write, run, responses, submitted, ledger } = await newsroom();
  await write({});
  responses.push(response, { status: 500 });
  const reason = response instanceof Error ? 'the connection was refused' : String(response.status);
  expect(await run()).toEqual({ submitted: 0, failed: 1, response: reason });
  expect(await run(addSeconds(NOW, seconds - 1))).toEqual(NONE_DUE);
  expect(await run(addSeconds(NOW, seconds))).toEqual({ submitted: 0, failed: 1, response: '500' });
  expect(await run(addSeconds(NOW, seconds + 119))).toEqual(NONE_DUE);
  expect(await run(addSeconds(NOW, seconds + 120))).toEqual({ submitted: 1, failed: 0 });
  expect(submitted).toHaveLength(3);
  expect(await ledger()).toMatchObject([{ state: 'delivered', attempts: 3 }]);
});

test.each([400, 403, 422])('%i is not retried, and is in the list of deliveries', async (status) => {
  const { write, run, responses, ledger } = await newsroom();
  await write({});
  responses.push({ status });
  expect(await run()).toEqual({ submitted: 0, failed: 1, response: String(status) });
  expect(await run(addSeconds(NOW, 86_400))).toEqual(NONE_DUE);
  expect(await ledger()).toMatchObject([{ state: 'failed', response: String(status) }]);
});

test('one of two machines submits', async () => {
  const first = await newsroom();
  await first.write({});
  const second = new Dispatch();
  await first.run();
  const sent = await second.run(
    {
      store: first.store,
      publication: { ...publication, indexNow: { key: KEY, endpoint: 'https://search.example/' } },
      addresses: addressesOf(BASE),
      post: async () => ({ status: 200 }),
      clock: () => Date.parse(NOW),
    },
    addSeconds(NOW, 1),
  );
  expect(sent).toEqual(NONE_DUE);
});

test('a story that was never public is not submitted, nor its withdrawal', async () => {
  const { store, run, write } = await newsroom();
  await write({ published: '2030-01-01T00:00:00Z' } as never);
  await write(
    { published: '2030-01-01T00:00:00Z', changes: [change('kill', { note: 'Wrong.' })] } as never,
    addSeconds(NOW, 60),
  );
  expect(await run(addSeconds(NOW, 120))).toEqual(NONE_DUE);
  expect(await store.deliveries.newest(10)).toEqual([]);
});
