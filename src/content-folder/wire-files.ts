import { readFile, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Store } from '../archive/store.ts';
import { isWireXmlName } from '../intake/wire-names.ts';
import { MAX_WIRE_BYTES, tooLargeDocument } from '../intake/xml/decode-xml.ts';
import type { Author } from '../newsroom/submit-story.ts';
import { findingsOfReceipt, receiveWire } from '../newsroom/wire/receive.ts';
import type { MediaFolder } from '../parsing/media-folder.ts';
import { parseWire } from '../parsing/parse-wire.ts';
import type { Publication } from '../publication/publication.ts';
import { problem } from '../text/finding.ts';
import type { Instant } from '../text/instant.ts';
import type { FileReport } from './file-report.ts';
import { intakeSettings } from './intake-settings.ts';
import { siblingMedia } from './sibling-media.ts';
import { WIRE_FOLDER } from './story-files.ts';

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
 * Receives a document of an agency, recognized by its content. In `wire/`, whose `intake.yaml` states its settings, plain
 * copy is one as well. A folder named like a section assigns that section.
 * @returns `undefined` for a story of the publication
 */
export async function receiveWireFile(
  { folder, file }: WireFile,
  { store, publication, media, now }: WireFileDeps,
): Promise<FileReport | undefined> {
  const isInWire = file.startsWith(`${WIRE_FOLDER}/`);
  if (!isInWire && extname(file) === '.md') return undefined;
  const path = join(folder, file);
  const { size } = await stat(path);
  if (size > MAX_WIRE_BYTES) {
    const findings = [tooLargeDocument(size, file)];
    return isInWire || isWireXmlName(file) ? { file, state: 'refused', findings } : undefined;
  }
  const intake = isInWire ? await intakeSettings(folder, file) : { settings: {} };
  if ('problems' in intake) return { file, state: 'refused', findings: intake.problems };
  const { provider, section, language, publish, idFrom } = intake.settings;
  const document = await readFile(path);
  const beside = isInWire ? await siblingMedia({ path, document }, store.media, now) : undefined;
  const receipt = await receiveWire(
    {
      ...store,
      read: (bytes, stored) =>
        parseWire({
          ...{ bytes, file, publication, now, idFrom },
          accepts: isInWire ? 'wire' : 'documents',
          media: { stored: new Map([...stored, ...(beside?.files ?? [])]), folder: media.folder },
          storedMedia: beside?.names,
          besideFolder: isInWire ? dirname(path) : undefined,
          section: section ?? sectionOf(file, publication),
          provider: provider ?? (isInWire ? basename(dirname(path)) : undefined),
          defaultLanguage: language,
          publishes: publish,
        }),
      author: WIRE,
      now,
    },
    document,
  );
  if (receipt === undefined && isInWire) {
    const message = 'This is no document of an agency: move stories of your own to `articles/`.';
    return { file, state: 'refused', findings: [problem('wire/format', message, { file, line: 1, column: 1 })] };
  }
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
