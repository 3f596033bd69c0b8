import table from './media-topics.json' with { type: 'json' };

/**
 * IPTC Media Topics (release 2025-10-09, http://cv.iptc.org/newscodes/mediatopic/): codes, names and broader topics.
 * Names other than English are of the 2019 release and are omitted where the English name has changed since.
 */
export interface MediaTopic {
  readonly code: string;
  /** Names by language tag; English (`en`) always exists. */
  readonly names: Readonly<Record<string, string>>;
  readonly broader: readonly string[];
  readonly retired: boolean;
}

export const MEDIA_TOPIC_SCHEME = 'http://cv.iptc.org/newscodes/mediatopic/';

const topics = table as Record<string, { names: Record<string, string>; broader: string[]; retired?: boolean }>;

/** Returns the topic with an eight-digit code; `undefined` for unknown codes. */
export function mediaTopic(code: string): MediaTopic | undefined {
  const row = Object.hasOwn(topics, code) ? topics[code] : undefined;
  return row && { code, names: row.names, broader: row.broader, retired: row.retired ?? false };
}

/** Returns all broader topics, the nearest first. */
export function ancestorsOf(code: string): MediaTopic[] {
  const found = new Map<string, MediaTopic>();
  let level = mediaTopic(code)?.broader ?? [];
  while (level.length > 0) {
    const fresh = level.flatMap((above) => (found.has(above) ? [] : (mediaTopic(above) ?? [])));
    for (const topic of fresh) found.set(topic.code, topic);
    level = fresh.flatMap(({ broader }) => broader);
  }
  return [...found.values()];
}

/** Returns the name in a language or its primary language, else in English. */
export function topicName(topic: MediaTopic, language: string): { readonly language: string; readonly name: string } {
  for (const tag of [language, language.split('-')[0] ?? language]) {
    const name = topic.names[tag];
    if (name !== undefined) return { language: tag, name };
  }
  return { language: 'en', name: topic.names.en ?? topic.code };
}

/** Returns the URI of a topic. */
export function topicUri(code: string): string {
  return MEDIA_TOPIC_SCHEME + code;
}
