import type { Finding } from '../text/finding.ts';
import type { ReceivedContent } from './received.ts';
import type { Report } from './report.ts';

/** A code with its scheme, such as `N2:GB` or `medtop:01000000`, or an address; `re:publica` is a name. */
const QCODE = /^[A-Za-z][\w-]{0,20}:(?=[\w.#-]*\d|[A-Z.#-]+$)[\w.#-]{1,60}$|^https?:\/\/\S{1,300}$/;
/** A code of a country with three letters (ISO 3166-1), and those that are names too. */
const COUNTRY = /^[A-Z]{3}$/;
const NAMES: ReadonlySet<string> = new Set(['USA', 'UAE', 'DDR', 'GDR', 'DRC', 'CAR']);

const LISTS = ['keywords', 'people', 'organisations', 'places', 'events'] as const;

/** Takes codes out of lists of names: they mean nothing to readers. They are a finding. */
export function withoutCodes(content: ReceivedContent, report: Report, place: Partial<Finding>): ReceivedContent {
  const taken: string[] = [];
  const pairs = LISTS.flatMap((list): [string, unknown][] => {
    const rows = content[list] as readonly (string | { readonly name: string })[] | undefined;
    if (rows === undefined) return [];
    const kept = rows.filter((row) => {
      const name = typeof row === 'string' ? row : row.name;
      const isCode = QCODE.test(name) || (list === 'places' && COUNTRY.test(name) && !NAMES.has(name));
      if (isCode) taken.push(name);
      return !isCode;
    });
    return [[list, kept]];
  });
  if (taken.length === 0) return content;
  const names = taken
    .slice(0, 10)
    .map((name) => `"${name}"`)
    .join(', ');
  report.warn(
    'wire/code',
    `Codes without a name were left out: ${names}${taken.length > 10 ? ' and others' : ''}.`,
    place,
  );
  return { ...content, ...Object.fromEntries(pairs) };
}
