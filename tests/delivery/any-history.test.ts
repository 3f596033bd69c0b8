import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openArchive } from '../../src/archive/location.ts';
import type { SubmissionInput } from '../../src/article/submission.ts';
import { partnerSchema } from '../../src/publication/partner.ts';
import { ENGINES, type EngineName, emptyLocation } from '../support/engines.ts';
import { type PartnerInput, type PartnerNewsroom, partnerNewsroom } from '../support/partner-newsroom.ts';
import '../support/property-seed.ts';
import type { Mail } from '../../src/delivery/mail.ts';
import type { OutboundRequest } from '../../src/delivery/outbound.ts';
import { idOf } from '../support/stories.ts';

/** A step of a history: an edit, an outage of a partner, or time. */
type Step =
  | { readonly kind: 'edit'; readonly story: number; readonly edit: Edit }
  | { readonly kind: 'outage'; readonly partner: number; readonly fault: Fault }
  | { readonly kind: 'product'; readonly partner: number; readonly section: string | undefined }
  | { readonly kind: 'crash' }
  | { readonly kind: 'time'; readonly minutes: number };
type Edit = 'update' | 'amend' | 'correct' | 'withhold' | 'restore' | 'kill' | 'exclude' | 'include';
type Fault = 'none' | 'refuses' | 'no connection' | 'loses answers';

/** Partners with a push; the last one gets e-mail with digests. */
const PARTNERS = ['first', 'second', 'third', 'desk'];
const STORIES = 'abc';

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      story: fc.nat(STORIES.length - 1),
      edit: fc.constantFrom<Edit>(
        'update',
        'amend',
        'correct',
        'correct',
        'withhold',
        'restore',
        'kill',
        'exclude',
        'include',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('outage' as const),
      partner: fc.nat(PARTNERS.length - 1),
      fault: fc.constantFrom<Fault>('none', 'none', 'refuses', 'no connection', 'loses answers'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('product' as const),
      partner: fc.nat(PARTNERS.length - 1),
      section: fc.constantFrom(undefined, 'world', 'culture'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('time' as const), minutes: fc.constantFrom(1, 10, 90) }) },
);

/** A message that has left, to a partner. */
interface Left {
  readonly partner: string;
  readonly story: string;
  readonly version: number;
  readonly status: string;
  readonly body: string;
  readonly isConfirmed: boolean;
}

/** A newsroom in memory with partners whose faults a history sets. */
class World {
  readonly newsroom: PartnerNewsroom;
  readonly left: Left[] = [];
  readonly faults = new Map<string, Fault>();
  /** Changes of each story that is stored. */
  readonly stories = new Map<string, SubmissionInput>();
  readonly excluded = new Set<string>();
  /** Number of the last step that edited a story, or changed the product of a partner. */
  readonly lastStep = new Map<string, number>();
  #steps = 0;

  private constructor(newsroom: PartnerNewsroom) {
    this.newsroom = newsroom;
  }

  static async create(engine: EngineName): Promise<World> {
    let world: World | undefined;
    const send = (request: OutboundRequest) => (world as World).answer(request);
    const store = await openArchive(await emptyLocation(engine));
    const sendMail = (mail: Mail) => (world as World).takeMail(mail);
    world = new World(await partnerNewsroom({ store, send, sendMail }));
    for (const key of PARTNERS) await world.newsroom.put(partnerOf(key, undefined));
    return world;
  }

  async answer({ url, headers, body }: OutboundRequest) {
    const partner = new URL(url).hostname.split('.')[0] ?? '';
    const fault = this.faults.get(partner) ?? 'none';
    if (fault === 'no connection') throw Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
    const message = {
      partner,
      story: String(headers['dateline-story']),
      version: Number(headers['dateline-version']),
      status: String(headers['dateline-status']),
      body: String(body),
    };
    this.left.push({ ...message, isConfirmed: fault === 'none' });
    if (fault === 'loses answers') throw Object.assign(new Error('cut'), { code: 'UND_ERR_SOCKET' });
    return { status: fault === 'refuses' ? 500 : 200 };
  }

  /** Takes an e-mail, with the documents of one story or of a digest. */
  async takeMail({ to, attachments = [] }: Mail): Promise<string> {
    const partner = to.split('@')[0] ?? '';
    const fault = this.faults.get(partner) ?? 'none';
    if (fault === 'no connection') throw Object.assign(new Error('refused'), { code: 'ESOCKET', syscall: 'connect' });
    for (const { filename, content } of attachments) {
      const [, key = '', version = ''] = /^([^-]+)-(\d+)\./.exec(filename) ?? [];
      const status = /stat:(usable|withheld|canceled)/.exec(content)?.[1] ?? '';
      const message = { partner, story: idOf(key[0] ?? ''), version: Number(version), status, body: content };
      this.left.push({ ...message, isConfirmed: fault === 'none' });
    }
    if (fault === 'loses answers') throw Object.assign(new Error('cut'), { code: 'ECONNECTION' });
    if (fault !== 'refuses') return '250 ok';
    throw Object.assign(new Error('refused'), {
      code: 'EMESSAGE',
      command: 'DATA',
      response: '451 later',
      responseCode: 451,
    });
  }

  async edit(index: number, edit: Edit): Promise<void> {
    const letter = STORIES[index] ?? 'a';
    const known = this.stories.get(letter) ?? {
      id: idOf(letter),
      slug: `story-${letter}`,
      headline: `Story ${letter} first`,
      section: index === 0 ? 'culture' : 'world',
      published: '2026-05-31T09:00:00Z',
      language: 'en',
      body: '<p>Text.</p>',
      changes: [],
    };
    const at = this.newsroom.now();
    const changes = [...(known.changes ?? [])];
    if (edit === 'exclude') this.excluded.add(letter);
    else if (edit === 'include') this.excluded.delete(letter);
    else {
      const about =
        edit === 'correct'
          ? { notice: `Correction ${changes.length}.` }
          : edit === 'amend' || edit === 'update'
            ? {}
            : { note: 'x' };
      changes.push({ kind: edit, at, ...about } as never);
    }
    const rights = this.excluded.has(letter) ? { excluded: ['first'] } : {};
    const story = { ...known, headline: `Story ${letter} ${changes.length}`, rights, changes } as SubmissionInput;
    try {
      const before = await this.#version(letter);
      await this.newsroom.write(story);
      this.stories.set(letter, story);
      if ((await this.#version(letter)) > before) this.lastStep.set(letter, this.#steps);
    } catch (error) {
      if (!/"decision":"refused"/.test(String(error))) throw error;
      // The life cycle refuses it, such as a change after a kill.
      if (edit === 'exclude') this.excluded.delete(letter);
      if (edit === 'include' && (known.rights as { excluded?: string[] })?.excluded) this.excluded.add(letter);
    }
  }

  async #version(letter: string): Promise<number> {
    return (await this.newsroom.store.archive.articles.byId(idOf(letter)))?.version ?? 0;
  }

  async take(one: Step): Promise<void> {
    this.#steps++;
    if (one.kind === 'product') this.lastStep.set(PARTNERS[one.partner] ?? '', this.#steps);
    if (one.kind === 'edit') await this.edit(one.story, one.edit);
    else if (one.kind === 'outage') this.faults.set(PARTNERS[one.partner] ?? '', one.fault);
    else if (one.kind === 'product') await this.newsroom.put(partnerOf(PARTNERS[one.partner] ?? '', one.section));
    else if (one.kind === 'time') this.newsroom.pass(one.minutes * 60);
    else await this.crash();
    await this.newsroom.deliver();
    this.newsroom.pass(1);
  }

  /** Leaves a due entry on its way, as a process that is killed does. */
  async crash(): Promise<void> {
    const { ledger } = this.newsroom.store;
    for (const partner of PARTNERS) {
      const channel = partner === 'desk' ? 'email' : 'https';
      const [entry] = await ledger.due(partner, channel, { now: this.newsroom.now(), limit: 1 });
      if (entry !== undefined) await ledger.start(entry);
    }
  }

  /** Ends all faults, and delivers what waits. */
  async rest(): Promise<void> {
    this.faults.clear();
    // Digests are sent once a day.
    for (let round = 0; round < 26; round++) {
      this.newsroom.pass(3600);
      await this.newsroom.deliver();
    }
  }
}

function partnerOf(key: string, section: string | undefined): PartnerInput {
  const stories = section === undefined ? [] : [{ section }];
  if (key === 'desk') {
    const channels: PartnerInput['channels'] = [{ type: 'email', to: `${key}@partner.example` }];
    return { key, name: key, product: { stories }, channels, digests: ['07:30'] };
  }
  return { key, name: key, product: { stories }, channels: [{ type: 'https', url: `https://${key}.example/` }] };
}

const COUNT = process.env.DATELINE_LONG ? 300 : 12;

describe.each(ENGINES)('any history, on %s', (engine) => {
  test('ends with the copies that partners may have', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
        const world = await World.create(engine);
        try {
          for (const one of steps) await world.take(one);
          await world.rest();
          await check(world);
        } finally {
          await world.newsroom.store.close();
        }
      }),
      { numRuns: engine === 'SQLite' ? COUNT : Math.ceil(COUNT / 3) },
    );
  });
});

async function check({ newsroom, left, stories, lastStep }: World): Promise<void> {
  const open = await newsroom.store.ledgerFigures.waiting();
  expect(open).toEqual([]);
  for (const [letter] of stories) {
    const article = await newsroom.store.archive.articles.byId(idOf(letter));
    if (article === undefined) throw new Error('the story is not stored');
    for (const key of PARTNERS) {
      const own = left.filter((one) => one.partner === key && one.story === article.id);
      const stored = await newsroom.store.partners.get(key);
      const { product } = partnerSchema.parse(JSON.parse(stored?.document ?? '{}'));
      const sections = product.stories.flatMap(({ section }) => section ?? []);
      const isIn = sections.length === 0 || sections.includes(article.section);
      const isExcluded = article.rights.excluded?.includes(key) === true;
      const last = own.at(-1);
      const about = `${key} ${letter}: ${JSON.stringify(own.map(({ version, status, isConfirmed }) => [version, status, isConfirmed]))}`;
      // Nothing is out of order.
      const versions = own.map(({ version }) => version);
      expect(versions, about).toEqual(versions.toSorted((a, b) => a - b));
      const isHolder = own.some(({ isConfirmed, status }) => isConfirmed && status === 'usable');
      // A product counts for what is changed after it.
      const isAfterProduct = (lastStep.get(letter) ?? 0) > (lastStep.get(key) ?? 0);
      const isEntitled = article.status === 'usable' && !isExcluded && (isHolder || isIn);
      if (isEntitled && (isHolder || isAfterProduct)) {
        expect(last, about).toMatchObject({ version: article.version, status: 'usable', isConfirmed: true });
        expect(last?.body, about).toContain(article.headline);
      }
      const isRecalled = article.status !== 'usable' || isExcluded || (!isHolder && !isIn && isAfterProduct);
      if (isRecalled && own.length > 0) {
        // Everyone who may have a version has the order to remove it.
        expect(last?.status, about).toBe(article.status === 'canceled' ? 'canceled' : 'withheld');
        expect(last?.body, about).not.toContain(`Story ${letter}`);
        expect(last?.isConfirmed, about).toBe(true);
      }
    }
  }
}
