import type { ImportedStory, Importer, KitMessage } from './importer.ts';

/** An importer that shows the rules in few lines: it keeps its stories in memory. */
export class MemoryImporter implements Importer {
  readonly #stories = new Map<string, ImportedStory>();
  readonly #onStory: (story: ImportedStory, message: KitMessage) => void;

  /** @param onStory called with each story that has changed */
  constructor(onStory: (story: ImportedStory, message: KitMessage) => void = () => {}) {
    this.#onStory = onStory;
  }

  async take(message: KitMessage): Promise<void> {
    const known = this.#stories.get(message.story);
    // An older version never replaces a newer one, and nothing follows a kill.
    if (known !== undefined && (known.version > message.version || known.status === 'canceled')) return;
    const story = storyOf(message);
    this.#stories.set(message.story, story);
    this.#onStory(story, message);
  }

  async stories(): Promise<readonly ImportedStory[]> {
    return [...this.#stories.values()];
  }
}

function storyOf({ story: id, version, status, body, mediaType }: KitMessage): ImportedStory {
  if (status !== 'usable') return { id, version, status, isPublic: false };
  const { headline, isHeld } = mediaType.includes('json') ? ofJson(body) : ofXml(body);
  return { id, version, status, headline, isPublic: !isHeld };
}

function ofXml(body: string): { headline: string; isHeld: boolean } {
  const headline = /<headline[^<>]*>([^<]*)</.exec(body)?.[1] ?? '';
  const embargoed = /<embargoed(?:\/>|>([^<]*)<)/.exec(body);
  return { headline, isHeld: embargoed !== null && isLater(embargoed[1]) };
}

function ofJson(body: string): { headline: string; isHeld: boolean } {
  const item = JSON.parse(body) as {
    headlines?: { value: string }[];
    headline?: string;
    embargoedUntil?: string;
    embargoed?: string;
  };
  const headline = item.headlines?.[0]?.value ?? item.headline ?? '';
  // ninjs 3 and its older versions name it differently.
  const until = item.embargoedUntil ?? item.embargoed;
  return { headline, isHeld: until !== undefined && isLater(until) };
}

/** An embargo without a time holds until the sender lifts it. */
function isLater(time: string | undefined): boolean {
  return time === undefined || time === '' || Date.parse(time) > Date.now();
}
