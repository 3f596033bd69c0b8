import table from './media-topics.json' with { type: 'json' };

/**
 * IPTC Media Topics (release 2025-10-09, http://cv.iptc.org/newscodes/mediatopic/): codes, names and what stands above
 * each. Names other than English are of the 2019 release, and left out where the English name has changed since.
 */
export interface MediaTopic {
  readonly code: string;
  /** By language tag; English (`en`) is always there. */
  readonly names: Readonly<Record<string, string>>;
  readonly broader: readonly string[];
  readonly retired: boolean;
}

export const MEDIA_TOPIC_SCHEME = 'http://cv.iptc.org/newscodes/mediatopic/';

const topics = table as Record<string, { names: Record<string, string>; broader: string[]; retired?: boolean }>;

/** The topic with this code of eight digits; `undefined` if there is none. */
export function mediaTopic(code: string): MediaTopic | undefined {
  const row = Object.hasOwn(topics, code) ? topics[code] : undefined;
  return row && { code, names: row.names, broader: row.broader, retired: row.retired ?? false };
}

/** Everything above a topic, the nearest first. */
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

/** The name in a language or in its primary language, else in English. */
export function topicName(topic: MediaTopic, language: string): { readonly language: string; readonly name: string } {
  for (const tag of [language, language.split('-')[0] ?? language]) {
    const name = topic.names[tag];
    if (name !== undefined) return { language: tag, name };
  }
  return { language: 'en', name: topic.names.en ?? topic.code };
}

/** The address that names a topic. */
export function topicUri(code: string): string {
  return MEDIA_TOPIC_SCHEME + code;
}
