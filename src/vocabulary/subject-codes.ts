import { ancestorsOf } from './media-topics.ts';
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

/**
 * Returns the Media Topic of an eight-digit subject code: the equal one, or that of the nearest broader code. Two digits
 * name the subject, three the matter, three the detail.
 */
export function topicOfSubjectCode(code: string): string | undefined {
  const broader = [code, `${code.slice(0, 5)}000`, `${code.slice(0, 2)}000000`];
  const known = /^\d{8}$/.test(code) ? broader.find((one) => Object.hasOwn(topics, one)) : undefined;
  return known === undefined ? undefined : topics[known]?.topic;
}

/** A subject code with the Media Topic that it stands for: the topic itself or a broader one. */
export interface SubjectCode {
  readonly code: string;
  readonly topic: string;
}

/** Returns the subject code of a Media Topic, or of the nearest broader topic that has one. */
export function subjectCodeOf(topic: string): SubjectCode | undefined {
  const nearest = [topic, ...ancestorsOf(topic).map(({ code }) => code)].find((one) => codes.has(one));
  const code = nearest === undefined ? undefined : codes.get(nearest);
  return nearest === undefined || code === undefined ? undefined : { code, topic: nearest };
}
