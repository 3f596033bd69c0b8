import table from './subject-codes.json' with { type: 'json' };

/**
 * IPTC Subject Codes (http://cv.iptc.org/newscodes/subjectcode/), which Media Topics have replaced and older systems
 * still use: those that IPTC maps to a Media Topic in use.
 */
const topics = table as Record<string, { topic: string }>;

/** Subject codes by Media Topic; the first one of several. */
const codes = new Map(
  Object.entries(topics)
    .toReversed()
    .map(([code, { topic }]) => [topic, code]),
);

/** Returns the Media Topic of an eight-digit subject code. */
export function topicOfSubjectCode(code: string): string | undefined {
  return Object.hasOwn(topics, code) ? topics[code]?.topic : undefined;
}

/** Returns the subject code of a Media Topic. */
export function subjectCodeOf(topic: string): string | undefined {
  return codes.get(topic);
}
