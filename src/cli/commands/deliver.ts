import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { mediaLookUp } from '../../archive/media-store.ts';
import type { Store } from '../../archive/store.ts';
import { readOptionsFor } from '../../intake/read-options.ts';
import { isWireJson, readWireJson, readWireXml } from '../../intake/wire-format.ts';
import { MAX_WIRE_BYTES, tooLargeDocument } from '../../intake/xml/decode-xml.ts';
import { RECALLED, receiveItem, type WireDecision } from '../../newsroom/wire/receive-item.ts';
import type { Publication } from '../../publication/publication.ts';
import { type Finding, problem } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';

/** The outcome of an imported wire document: a line for each story, and the findings. */
export interface ReceivedFile {
  readonly lines: readonly string[];
  readonly findings: readonly Finding[];
}

/** True for a file from an agency or another publisher: XML, or JSON that is ninjs. */
export async function isWireFile(file: string): Promise<boolean> {
  const ending = extname(file).toLowerCase();
  if (ending === '.xml' || ending === '.rss' || ending === '.atom') return true;
  return ending === '.json' && (await stat(file)).size <= MAX_WIRE_BYTES && isWireJson(await readFile(file));
}

/** What a file is read with. */
export interface WireImportOptions {
  readonly section?: string;
  readonly language?: string;
  readonly now: Instant;
}

/** Stores the content of a document in the archive directly, where versions, corrections and kills can follow. */
export async function importWireFile(
  file: string,
  { store, publication }: { readonly store: Store; readonly publication: Publication },
  { section, language, now }: WireImportOptions,
): Promise<ReceivedFile> {
  const { size } = await stat(file);
  if (size > MAX_WIRE_BYTES) return { lines: [], findings: [tooLargeDocument(size, file)] };
  const bytes = await readFile(file);
  const known = await mediaLookUp(store.media, bytes);
  const options = {
    ...readOptionsFor(file, publication, (name) => known.get(name)),
    now,
    section,
    defaultLanguage: language,
  };
  const delivery = extname(file).toLowerCase() === '.json' ? readWireJson(bytes, options) : readWireXml(bytes, options);
  if ('problems' in delivery) return { lines: [], findings: delivery.problems };
  const lines: string[] = [];
  const findings: Finding[] = [...delivery.warnings, ...delivery.refused];
  for (const item of delivery.items) {
    const decided = await receiveItem(store.archive, item, { author: { actor: 'import', origin: 'api' }, now });
    findings.push(...item.warnings);
    if (decided.decision === 'refused')
      findings.push(problem('newsroom/refused', `${item.guid} is refused: ${decided.reason}.`, { file }));
    else lines.push(`${wordsOf(decided)}  ${item.guid}`);
  }
  return { lines, findings };
}

function wordsOf(decided: WireDecision): string {
  switch (decided.decision) {
    case 'stored': {
      const { slug, version, status } = decided.article;
      if (decided.steps.length === 1 && version === 2 && slug.startsWith(RECALLED)) return 'taken back before it came';
      return status === 'usable' ? `${slug} (version ${version})` : `${slug} (version ${version}, ${status})`;
    }
    case 'late':
    case 'nothing':
      return `nothing to do: ${decided.reason}`;
    default:
      return 'nothing new';
  }
}
