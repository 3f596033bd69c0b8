import type { Message } from '../delivery/partners/message.ts';
import type { ImportedStory } from './importer.ts';
import { HEADLINES, type Specimens } from './specimens.ts';

/** Ways in which a message arrives otherwise than it should. */
export type Fault = 'forged' | 'old' | 'cut' | 'rotation';

/** Sends messages to an importer, over one channel. */
export interface Player {
  readonly channel: 'push' | 'queue';
  /** Sends a message as it is, until the importer confirms it. Returns a sentence about a failure. */
  deliver(message: Message): Promise<string | undefined>;
  /** Sends a message with a fault. Returns true if the importer confirmed it; `undefined` where the channel has no such fault. */
  deliverFaulty(message: Message, fault: Fault): Promise<boolean | undefined>;
  /** Hands a message out twice: its receipt times out, or its confirmation is lost. */
  deliverTwice(message: Message): Promise<string | undefined>;
  stories(): Promise<readonly ImportedStory[]>;
}

/** One demand on an importer. */
export interface Step {
  readonly name: string;
  /** Returns a sentence about a fault; `undefined` if the importer is right, `not played` where the channel has no such case. */
  readonly play: (player: Player, specimens: Specimens) => Promise<string | undefined>;
}

/** Expected properties of the first story. */
interface Wanted {
  readonly version: number;
  readonly status: string;
  readonly headline?: string;
  readonly isPublic: boolean;
}

export const NOT_PLAYED = 'not played';

/** The demands on an importer, in the order in which they are played. */
export const STEPS: readonly Step[] = [
  delivered('a new story is stored', 'publish', { version: 1, headline: HEADLINES.first }),
  {
    name: 'the same message a second time changes nothing',
    play: async (player, { publish }) => (await player.deliverTwice(publish)) ?? (await onlyOne(player, publish)),
  },
  delivered('an update replaces the story', 'update', { version: 2, headline: HEADLINES.updated }),
  {
    name: 'an older version that arrives late does not replace a newer one',
    play: async (player, { publish, update }) =>
      (await player.deliver(publish)) ?? (await differs(player, update, { version: 2, headline: HEADLINES.updated })),
  },
  delivered('a correction replaces the story', 'correct', { version: 3, headline: HEADLINES.corrected }),
  delivered('a silent edit replaces the story', 'amend', { version: 4, headline: HEADLINES.corrected }),
  {
    name: 'a message with a wrong signature is refused',
    play: (player, { second }) => refused(player, second, 'forged'),
  },
  {
    name: 'a message with a signature of an hour ago is refused',
    play: (player, { second }) => refused(player, second, 'old'),
  },
  {
    name: 'a message whose connection is cut is not stored',
    play: (player, { second }) => refused(player, second, 'cut'),
  },
  {
    name: 'a message with two signatures is accepted, one of them by the known secret',
    play: async (player, { second }) => {
      const isConfirmed = await player.deliverFaulty(second, 'rotation');
      if (isConfirmed === undefined) return NOT_PLAYED;
      return isConfirmed ? undefined : 'it was refused: during a rotation both secrets sign';
    },
  },
  {
    name: 'a change of an unknown kind is accepted',
    play: (player, { second }) => player.deliver({ ...second, id: `${second.id}_unknown`, change: 'something-new' }),
  },
  taken('a withholding takes the story back', 'withhold', { version: 5, status: 'withheld' }),
  delivered('a restored story is there again', 'restore', { version: 6, headline: HEADLINES.corrected }),
  taken('a kill takes the story back', 'kill', { version: 7, status: 'canceled' }),
  {
    name: 'nothing brings a killed story back',
    play: async (player, { restore, kill }) =>
      (await player.deliver({ ...restore, id: `${restore.id}_late` })) ??
      (await differs(player, kill, { version: 7, status: 'canceled', isPublic: false })),
  },
  {
    name: 'a story under embargo is not public',
    play: async (player, { embargo }) => {
      const failure = await player.deliver(embargo);
      const story = (await player.stories()).find(({ id }) => id === embargo.story);
      return failure ?? (story?.isPublic === true ? 'it is public before the end of its embargo' : undefined);
    },
  },
  {
    name: 'a story without an embargo is public',
    play: async (player, { other }) =>
      (await player.deliver(other)) ?? (await differs(player, other, { version: 1, headline: 'Not embargoed' })),
  },
];

function delivered(name: string, step: keyof Specimens, wanted: Partial<Wanted>): Step {
  return {
    name,
    play: async (player, messages) =>
      (await player.deliver(messages[step])) ?? (await differs(player, messages[step], wanted)),
  };
}

function taken(name: string, step: keyof Specimens, wanted: Partial<Wanted>): Step {
  return delivered(name, step, { ...wanted, isPublic: false });
}

async function refused(player: Player, message: Message, fault: Fault): Promise<string | undefined> {
  const isStored = async (): Promise<boolean> => (await player.stories()).some(({ id }) => id === message.story);
  // An earlier fault may have left it there.
  const wasStored = await isStored();
  const isConfirmed = await player.deliverFaulty(message, fault);
  if (isConfirmed === undefined) return NOT_PLAYED;
  if (isConfirmed) return 'it was confirmed';
  return !wasStored && (await isStored()) ? 'it was stored' : undefined;
}

async function onlyOne(player: Player, { story }: Message): Promise<string | undefined> {
  const count = (await player.stories()).filter(({ id }) => id === story).length;
  return count === 1 ? undefined : `there are ${count} stories of this id`;
}

/** Compares the stored story of a message with the wanted one. */
async function differs(player: Player, { story: id }: Message, given: Partial<Wanted>): Promise<string | undefined> {
  const wanted: Wanted = { version: 1, status: 'usable', isPublic: true, ...given };
  const stories = await player.stories();
  const story = stories.find((one) => one.id === id);
  if (story === undefined) return 'it is not there';
  if (story.version !== wanted.version) return `its version is ${story.version}, and not ${wanted.version}`;
  if (story.status !== wanted.status) return `its status is ${story.status}, and not ${wanted.status}`;
  if (story.isPublic !== wanted.isPublic) return story.isPublic ? 'it is public' : 'it is not public';
  if (wanted.status !== 'usable' && story.headline !== undefined) return 'its headline is still there';
  const isOther = wanted.headline !== undefined && story.headline !== wanted.headline;
  return isOther ? `its headline is "${story.headline}", and not "${wanted.headline}"` : undefined;
}
