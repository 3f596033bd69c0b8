import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Archive } from '../archive/archive.ts';
import type { LoggedChange } from '../archive/change-log.ts';
import { readOptionsFor } from '../intake/read-options.ts';
import type { WireDocument } from '../intake/wire-document.ts';
import { isWireJson, readWireJson, readWireXml } from '../intake/wire-format.ts';
import { MAX_WIRE_BYTES, tooLargeDocument } from '../intake/xml/decode-xml.ts';
import type { Author } from '../newsroom/submit-story.ts';
import { receiveItem, type WireDecision } from '../newsroom/wire/receive-item.ts';
import type { Publication } from '../publication/publication.ts';
import { type Finding, problem, warning } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import type { FileReport } from './file-report.ts';
import type { MediaFolder } from './media-folder.ts';

/** A file of the content folder. */
interface WireFile {
  readonly folder: string;
  /** Path relative to the folder. */
  readonly file: string;
}

/** True for files of wire formats; ninjs is recognized by its content. */
export function isWireFile(file: string): boolean {
  return ['.xml', '.rss', '.atom'].includes(extname(file).toLowerCase());
}

/** Dependencies for reading a wire document. */
interface WireFileDeps {
  readonly publication: Publication;
  readonly media: MediaFolder;
  readonly now: Instant;
}

/**
 * Reads a wire file: XML, or JSON that is ninjs. A folder named like a section assigns that section.
 * @returns `undefined` for a story of the publication
 */
export async function readWireFile(
  { folder, file }: WireFile,
  { publication, media, now }: WireFileDeps,
): Promise<WireDocument | undefined> {
  const isXml = isWireFile(file);
  if (!isXml && extname(file) !== '.json') return undefined;
  const path = join(folder, file);
  const { size } = await stat(path);
  if (size > MAX_WIRE_BYTES) return isXml ? { problems: [tooLargeDocument(size, file)] } : undefined;
  const bytes = await readFile(path);
  if (!isXml && !isWireJson(bytes)) return undefined;
  const base = readOptionsFor(file, publication, (name) => media.file(name));
  const section = file
    .split('/')
    .slice(1, -1)
    .findLast((name) => base.sections.has(name));
  const options = { ...base, now, section };
  return isXml ? readWireXml(bytes, options) : readWireJson(bytes, options);
}

/** Wire stories belong to no file: agencies send many, and the files may be deleted. */
const WIRE: Author = { actor: 'wire', origin: 'api' };

/** Stores the items of a file; a version received before changes nothing. */
export async function receiveWireFile(
  archive: Archive,
  delivery: WireDocument,
  { file, now }: { readonly file: string; readonly now: Instant },
): Promise<FileReport> {
  if ('problems' in delivery) return { file, state: 'refused', findings: delivery.problems };
  const findings: Finding[] = [...delivery.warnings, ...delivery.refused];
  const steps: LoggedChange[] = [];
  for (const item of delivery.items) {
    const decided = await receiveItem(archive, item, { author: WIRE, now });
    findings.push(...item.warnings, ...findingsOf(decided, item.guid, file));
    if (decided.decision === 'stored') steps.push(...decided.steps);
  }
  return { file, state: 'delivered', findings, ...(steps.length === 0 ? {} : { steps }) };
}

/** Returns the findings of a decision for the desk. */
export function findingsOf(decided: WireDecision, guid: string, file: string): Finding[] {
  if (decided.decision === 'refused')
    return [problem('newsroom/refused', `${guid} is refused: ${decided.reason}.`, { file })];
  if (decided.decision === 'nothing') return [warning('newsroom/nothing', `${guid}: ${decided.reason}.`, { file })];
  return [];
}
