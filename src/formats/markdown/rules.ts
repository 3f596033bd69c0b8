import { parseDocument } from 'yaml';
import { type Finding, problem } from '../../text/finding.ts';
import { parseInstant } from '../../text/instant.ts';
import { isHttpUrl } from '../../text/url.ts';

const FRONT_MATTER = /^---\n([\s\S]*?\n)---\n/;
const HEADING = /^# \S/m;

/** Returns the findings about a document: front matter with title and canonical address, valid times, and a heading. */
export function checkMarkdown(document: string): Finding[] {
  const [start, written] = FRONT_MATTER.exec(document) ?? [];
  if (start === undefined || written === undefined) {
    return [problem('markdown/front-matter', 'The document does not begin with front matter between lines of `---`.')];
  }
  const yaml = parseDocument(written, { prettyErrors: false });
  if (yaml.errors.length > 0) return [problem('markdown/front-matter', 'The front matter is no valid YAML.')];
  const facts: Readonly<Record<string, unknown>> = yaml.toJS() ?? {};
  const times = ['published', 'updated'].filter(
    (name) => facts[name] !== undefined && parseInstant(String(facts[name])) === undefined,
  );
  return [
    ...(typeof facts.title === 'string' ? [] : [problem('markdown/title', 'The front matter has no title.')]),
    ...(isHttpUrl(String(facts.canonical))
      ? []
      : [problem('markdown/canonical', 'The front matter has no absolute canonical address.')]),
    ...times.map((name) => problem('markdown/time', `\`${name}\` is no time of RFC 3339 with an offset.`)),
    ...(HEADING.test(document.slice(start.length))
      ? []
      : [problem('markdown/heading', 'The text has no heading of the first level.')]),
  ];
}
