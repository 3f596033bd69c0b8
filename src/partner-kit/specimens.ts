import { addressesOf } from '../addresses/addresses.ts';
import { RELEASE } from '../app/release.ts';
import { openArchive } from '../archive/location.ts';
import { type SubmissionInput, submissionSchema } from '../article/submission.ts';
import { type Message, messageOf } from '../delivery/partners/message.ts';
import { submitStory } from '../newsroom/submit-story.ts';
import { type Partner, partnerSchema } from '../publication/partner.ts';
import { publicationSchema } from '../publication/publication.ts';
import { addSeconds, fromMilliseconds, fullMinute, type Instant } from '../text/instant.ts';

/** A fictional publisher, whose messages are made by the code that makes real ones. */
const PUBLICATION = publicationSchema.parse({
  name: 'The Specimen',
  description: 'A fictional publisher that tests importers.',
  authority: { domain: 'specimen.example', year: 2026 },
  timeZone: 'UTC',
  language: 'en',
  sections: [{ key: 'news', name: 'News' }],
});

/** Headlines of the specimen by the step at which they are shown. */
export const HEADLINES = {
  first: 'Ferries stop at noon',
  updated: 'Ferries stop at one',
  corrected: 'Ferries stop at two',
};

type Changes = NonNullable<SubmissionInput['changes']>;

/** The messages of the specimen, by name. */
export type Specimens = Readonly<
  Record<
    'publish' | 'update' | 'correct' | 'amend' | 'withhold' | 'restore' | 'kill' | 'embargo' | 'other' | 'second',
    Message
  >
>;

/** Returns the messages of stories that go through every change, in one format. */
export async function specimens(format: Partner['format'], now: Instant): Promise<Specimens> {
  const store = await openArchive({ file: ':memory:' });
  const site = { publication: PUBLICATION, addresses: addressesOf('https://specimen.example'), release: RELEASE };
  const partner = partnerSchema.parse({ key: 'kit', name: 'Kit', format, product: { embargoes: true } });
  const minute = (count: number): Instant => addSeconds(now, count * 60 - 3600);
  let number = 0;
  const send = async (letter: string, fields: Partial<SubmissionInput>, at: Instant): Promise<Message> => {
    const id = `tag:specimen.example,2026:article:${letter.repeat(26)}`;
    const story = {
      id,
      slug: `specimen-${letter}`,
      language: 'en',
      section: 'news',
      body: '<p>Words of a specimen.</p>',
    };
    const submission = submissionSchema.parse({ ...story, headline: HEADLINES.first, published: minute(0), ...fields });
    const decision = await submitStory(store.archive, { submission, actor: 'kit', origin: 'api' }, at);
    if (decision.decision !== 'stored') throw new Error(`the specimen was not stored: ${JSON.stringify(decision)}`);
    const change = submission.changes.at(-1)?.kind ?? (fields.embargo === undefined ? 'publish' : 'embargo');
    const { version } = decision.article;
    const entry = {
      id: ++number,
      story: id,
      hadVersion: version - 1,
      change,
      partner: partner.key,
      channel: 'https',
    };
    const hasBefore = version > 1;
    const copies = hasBefore ? [{ ...COPY, story: id, version: version - 1 }] : [];
    const message = await messageOf({ archive: store.archive, site }, { entry, partner, copies }, at);
    if (!('body' in message)) throw new Error(`the specimen has no message: ${JSON.stringify(message)}`);
    return message;
  };
  try {
    return await storyLine(send, { minute, now });
  } finally {
    await store.close();
  }
}

const COPY = {
  partner: 'kit',
  channel: 'https',
  status: 'usable',
  hash: '',
  receivedAt: '2026-01-01T00:00:00Z' as Instant,
  isHeld: true,
} as const;

type SendSpecimen = (letter: string, fields: Partial<SubmissionInput>, at: Instant) => Promise<Message>;

async function storyLine(
  send: SendSpecimen,
  { minute, now }: { readonly minute: (count: number) => Instant; readonly now: Instant },
): Promise<Specimens> {
  const changes: Changes = [];
  const next = (change: Changes[number], fields: Partial<SubmissionInput> = {}): Promise<Message> => {
    changes.push(change);
    return send('a', { ...fields, changes: [...changes] }, change.at as Instant);
  };
  const { updated, corrected } = HEADLINES;
  const until = fullMinute(addSeconds(now, 3600));
  return {
    publish: await send('a', {}, minute(1)),
    update: await next({ kind: 'update', at: minute(2) }, { headline: updated }),
    correct: await next({ kind: 'correct', at: minute(3), notice: 'The hour was wrong.' }, { headline: corrected }),
    amend: await next(
      { kind: 'amend', at: minute(4) },
      { headline: corrected, standfirst: 'The last one leaves at two.' },
    ),
    withhold: await next({ kind: 'withhold', at: minute(5), note: 'We check it again.' }, { headline: corrected }),
    restore: await next({ kind: 'restore', at: minute(6) }, { headline: corrected }),
    kill: await next({ kind: 'kill', at: minute(7), note: 'It was a hoax.' }, { headline: corrected }),
    embargo: await send('b', { embargo: { until }, headline: 'Embargoed' }, minute(8)),
    other: await send('c', { headline: 'Not embargoed' }, minute(9)),
    second: await send('d', { headline: 'Another story' }, minute(10)),
  };
}

/** Returns the current instant. */
export function instantNow(): Instant {
  return fromMilliseconds(Date.now());
}
