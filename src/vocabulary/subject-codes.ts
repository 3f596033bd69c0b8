import table from './subject-codes.json' with { type: 'json' };

/**
 * IPTC Subject Codes (http://cv.iptc.org/newscodes/subjectcode/), which Media Topics have replaced and older systems
 * still read and send: those that IPTC says are the same as a Media Topic in use.
 */
const topics = table as Record<string, { topic: string }>;

/** By Media Topic; of several codes the first one. */
const codes = new Map(
  Object.entries(topics)
    .toReversed()
    .map(([code, { topic }]) => [topic, code]),
);

/** The Media Topic that says the same as a subject code of eight digits. */
export function topicOfSubjectCode(code: string): string | undefined {
  return Object.hasOwn(topics, code) ? topics[code]?.topic : undefined;
}

/** The subject code that says the same as a Media Topic. */
export function subjectCodeOf(topic: string): string | undefined {
  return codes.get(topic);
}
