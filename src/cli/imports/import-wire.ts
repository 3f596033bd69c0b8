import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Store } from '../../archive/store.ts';
import { siblingMedia } from '../../content-folder/sibling-media.ts';
import { documentKind } from '../../intake/document-kind.ts';
import { isWireXmlName } from '../../intake/wire-names.ts';
import { MAX_WIRE_BYTES, tooLargeDocument } from '../../intake/xml/decode-xml.ts';
import { findingsOfReceipt, receiveWire, type WireOutcome } from '../../newsroom/wire/receive.ts';
import { RECALLED } from '../../newsroom/wire/receive-item.ts';
import { WIRE_CHECK_JOB } from '../../parsing/jobs.ts';
import { parseWire } from '../../parsing/parse-wire.ts';
import type { Publication } from '../../publication/publication.ts';
import type { Finding } from '../../text/finding.ts';
import type { Instant } from '../../text/instant.ts';
import { runJob } from '../../workers/run-job.ts';

/** The outcome of an imported wire document: a line for each story, and the findings. */
export interface ReceivedFile {
  readonly lines: readonly string[];
  readonly findings: readonly Finding[];
}

/** True for a document of an agency or another publisher, by its content: XML, or JSON that is no canonical story. */
export async function isWireFile(file: string): Promise<boolean> {
  const found = await stat(file);
  if (!found.isFile()) return false;
  if (found.size > MAX_WIRE_BYTES) return isWireXmlName(file);
  const bytes = await readFile(file);
  const kind = documentKind(bytes);
  if (kind === 'xml') return !file.endsWith('.md');
  return kind === 'json' && (await runJob(WIRE_CHECK_JOB, { bytes, file })) === true;
}

/** Options for importing a wire document. */
export interface WireImportOptions {
  readonly section?: string;
  readonly language?: string;
  /** True if items without a date are published at once. */
  readonly publishes?: boolean;
  readonly provider?: string;
  /** `filename`: an item without an id has the name of its file. */
  readonly idFrom?: 'filename';
  readonly now: Instant;
}

/** The publication that receives a document. */
export interface ImportTarget {
  readonly store: Store;
  readonly publication: Publication;
  /** The content folder, whose media its stories may show. */
  readonly content: string;
}

/** Stores the content of a document in the archive directly, where versions, corrections and kills can follow. */
export async function importWireFile(
  file: string,
  { store, publication, content }: ImportTarget,
  { language, now, ...options }: WireImportOptions,
): Promise<ReceivedFile> {
  const { size } = await stat(file);
  if (size > MAX_WIRE_BYTES) return { lines: [], findings: [tooLargeDocument(size, file)] };
  const document = await readFile(file);
  const beside = await siblingMedia({ path: file, document }, store.media, now);
  const receipt = await receiveWire(
    {
      ...store,
      read: (bytes, stored) => {
        const media = { stored: new Map([...stored, ...beside.files]), folder: join(content, 'media') };
        const from = { besideFolder: dirname(file), storedMedia: beside.names, defaultLanguage: language };
        return parseWire({ bytes, file, accepts: 'documents', publication, media, now, ...from, ...options });
      },
      author: { actor: 'import', origin: 'api' },
      now,
    },
    document,
  );
  if (receipt === undefined) return { lines: [], findings: [] };
  const outcomes = 'problems' in receipt ? [] : receipt.outcomes;
  const accepted = outcomes.filter(({ decision }) => decision.decision !== 'refused');
  return { lines: accepted.map(lineOf), findings: findingsOfReceipt(receipt, file) };
}

function lineOf({ item, decision }: WireOutcome): string {
  return `${summaryOf(decision)}  ${item.guid}`;
}

function summaryOf(decision: WireOutcome['decision']): string {
  switch (decision.decision) {
    case 'stored': {
      const { slug, version, status } = decision.article;
      if (decision.steps.length === 1 && version === 2 && slug.startsWith(RECALLED))
        return 'recalled before it arrived';
      return status === 'usable' ? `${slug} (version ${version})` : `${slug} (version ${version}, ${status})`;
    }
    case 'late':
    case 'nothing':
      return `unchanged: ${decision.reason}`;
    default:
      return 'unchanged';
  }
}
