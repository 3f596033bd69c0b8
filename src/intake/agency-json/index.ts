import type { WireDocument, WireItem } from '../../article/wire-item.ts';
import { type Finding, problem, warning } from '../../text/finding.ts';
import { isNestingError } from '../../text/html-tree.ts';
import { jsonPositions } from '../../text/json-positions.ts';
import { JsonTexts } from '../embedded-text.ts';
import { ghost, ghostReason } from '../ghost/index.ts';
import { parseJson } from '../json.ts';
import { textIn } from '../ninjs/names.ts';
import { Report } from '../report.ts';
import type { WireReadOptions } from '../wire-read-options.ts';
import { wireItemOf } from '../wire-submission.ts';
import { apMediaApi } from './ap.ts';
import { dpaDigitalwires } from './dpa.ts';
import type { AgencyData, AgencyFormat } from './reader.ts';
import { reutersConnect } from './reuters.ts';

/** JSON of agencies and of other systems, recognized by its fields. */
export const AGENCY_FORMATS: readonly AgencyFormat[] = [apMediaApi, dpaDigitalwires, reutersConnect, ghost];

/** Returns the format of a document; `undefined` for other JSON. */
export function agencyFormatOf(data: unknown): AgencyFormat | undefined {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined;
  return AGENCY_FORMATS.find(({ objectsIn }) => objectsIn(data as AgencyData) !== undefined);
}

/**
 * Reads a document of an agency's JSON: each of its stories is accepted or refused on its own.
 * @param text valid JSON
 */
export function readAgencyJson(text: string, format: AgencyFormat, options: WireReadOptions): WireDocument {
  const data = parseJson(text) as AgencyData;
  const objects = format.objectsIn(data) ?? [];
  const items: WireItem[] = [];
  const refused: Finding[] = [];
  const warnings: Finding[] = [];
  const lookUp = jsonPositions(text);
  const texts = new JsonTexts(text);
  const { file } = options;
  for (const [index, object] of objects.entries()) {
    const at = { line: 1, column: 1, ...lookUp(pathTo(index, objects.length, data)) };
    const reason = format === ghost ? ghostReason(object) : undefined;
    if (reason !== undefined) {
      const title = (textIn(object.title) ?? 'A post without a title').slice(0, 100);
      warnings.push(warning('feed/left-out', `"${title}" was left out: ${reason}.`, { file, ...at }));
      continue;
    }
    try {
      const received = format.read(object, { options, report: new Report(file), at, texts });
      const item = 'rule' in received ? { problems: [received] } : wireItemOf(received, options);
      if ('problems' in item) refused.push(...item.problems);
      else items.push(item);
    } catch (error) {
      if (!isNestingError(error)) throw error;
      refused.push(problem('article/nesting', 'The text is too long, or nested too deeply.', { file, ...at }));
    }
  }
  if (items.length > 0 || (warnings.length > 0 && refused.length === 0)) return { items, refused, warnings };
  const none = problem('json/empty', `The document is ${format.name} without a story.`, { file, line: 1, column: 1 });
  return { problems: refused.length > 0 ? refused : [none] };
}

/** Lists of stories in the known formats. */
const LISTS: readonly (readonly string[])[] = [
  ['data', 'items'],
  ['entries'],
  ['data', 'search', 'items'],
  ['db', '0', 'data', 'posts'],
];

/** Returns the path of the object with a number, for its position in the file. */
function pathTo(index: number, count: number, data: AgencyData): (string | number)[] {
  if (count < 2) return [];
  const isThere = (path: readonly string[]): boolean =>
    Array.isArray(path.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], data));
  const path = LISTS.find(isThere);
  return path === undefined ? [] : [...path.map((step) => (/^\d+$/.test(step) ? Number(step) : step)), index];
}
