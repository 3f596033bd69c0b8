import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Store } from '../archive/store.ts';
import { isWireXmlName } from '../intake/wire-names.ts';
import { MAX_WIRE_BYTES, tooLargeDocument } from '../intake/xml/decode-xml.ts';
import type { Author } from '../newsroom/submit-story.ts';
import { findingsOfReceipt, receiveWire } from '../newsroom/wire/receive.ts';
import type { MediaFolder } from '../parsing/media-folder.ts';
import { parseWire } from '../parsing/parse-wire.ts';
import type { Publication } from '../publication/publication.ts';
import type { Instant } from '../text/instant.ts';
import type { FileReport } from './file-report.ts';

/** A file of the content folder. */
interface WireFile {
  readonly folder: string;
  /** Path relative to the folder. */
  readonly file: string;
}

/** Dependencies for receiving a wire file. */
interface WireFileDeps {
  readonly store: Pick<Store, 'archive' | 'media'>;
  readonly publication: Publication;
  readonly media: MediaFolder;
  readonly now: Instant;
}

/** Wire stories belong to no file: agencies send many, and the files may be deleted. */
const WIRE: Author = { actor: 'wire', origin: 'api' };

/**
 * Receives a wire file: XML, or JSON that is ninjs. A folder named like a section assigns that section.
 * @returns `undefined` for a story of the publication
 */
export async function receiveWireFile(
  { folder, file }: WireFile,
  { store, publication, media, now }: WireFileDeps,
): Promise<FileReport | undefined> {
  const isXml = isWireXmlName(file);
  if (!isXml && extname(file) !== '.json') return undefined;
  const path = join(folder, file);
  const { size } = await stat(path);
  if (size > MAX_WIRE_BYTES) {
    return isXml ? { file, state: 'refused', findings: [tooLargeDocument(size, file)] } : undefined;
  }
  const receipt = await receiveWire(
    {
      ...store,
      read: (bytes, stored) =>
        parseWire({
          bytes,
          file,
          kind: isXml ? 'xml' : 'json',
          publication,
          media: { stored, folder: media.folder },
          now,
          section: sectionOf(file, publication),
        }),
      author: WIRE,
      now,
    },
    await readFile(path),
  );
  if (receipt === undefined) return undefined;
  const findings = findingsOfReceipt(receipt, file);
  if ('problems' in receipt) return { file, state: 'refused', findings };
  const steps = receipt.outcomes.flatMap(({ decision }) => (decision.decision === 'stored' ? decision.steps : []));
  return { file, state: 'received', findings, ...(steps.length === 0 ? {} : { steps }) };
}

/** Returns the innermost folder of a file that is named like a section. */
function sectionOf(file: string, { sections }: Publication): string | undefined {
  return file
    .split('/')
    .slice(1, -1)
    .findLast((name) => sections.some(({ key }) => key === name));
}
