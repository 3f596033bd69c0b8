import { createHash } from 'node:crypto';
import type { PartnerFiles } from '../../archive/partner-files.ts';
import { keyOf } from '../../article/identity.ts';
import { mediaTypeOf } from '../../article/media-types.ts';
import type { FileChannel } from '../../publication/partner.ts';
import type { Instant } from '../../text/instant.ts';
import type { Attempt } from './https.ts';
import type { Message } from './message.ts';

/** A file to be put. */
export interface OutboundFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
  /** Facts of the message, for stores with metadata; empty for a picture. */
  readonly facts: Readonly<Record<string, string>>;
}

/** An open connection to a store of files. */
export interface FileTarget {
  /** Puts a file completely or not at all. Returns the receiver's response. */
  put(file: OutboundFile): Promise<string>;
  close(): Promise<void>;
}

/** Inputs of sending files. */
export interface FileDelivery {
  readonly channel: FileChannel;
  readonly named: { readonly partner: string; readonly channel: string };
  readonly files: PartnerFiles;
  /** Returns the bytes of a file below `/media/`. */
  readonly mediaBytes: (path: string) => Promise<Buffer | undefined>;
  readonly open: () => Promise<FileTarget>;
  /** Describes an error of the connection. */
  readonly sentenceOf: (error: unknown) => string;
}

/**
 * Puts the pictures of a message that the receiver does not have, then its document. Digests of
 * sent files are stored, so that a later version does not send them again.
 */
export async function putMessage(message: Message, delivery: FileDelivery, now: Instant): Promise<Attempt> {
  let target: FileTarget | undefined;
  try {
    target = await delivery.open();
    if (delivery.channel.pictures === 'send') await putPictures(message, { ...delivery, target }, now);
    const response = await target.put(documentFile(message, delivery.channel));
    return { isDelivered: true, response };
  } catch (error) {
    return { isDelivered: false, response: delivery.sentenceOf(error) };
  } finally {
    await target?.close().catch(() => undefined);
  }
}

async function putPictures(
  { files }: Message,
  { named, files: sent, mediaBytes, target }: FileDelivery & { readonly target: FileTarget },
  now: Instant,
): Promise<void> {
  for (const path of files) {
    const bytes = await mediaBytes(path);
    if (bytes === undefined) continue;
    const hash = createHash('sha256').update(bytes).digest('hex');
    const name = fileNameOf(path);
    if (await sent.has(named, { name, hash })) continue;
    await target.put({ name, type: mediaTypeOf(name) ?? 'application/octet-stream', bytes, facts: {} });
    await sent.add(named, { hash, name }, now);
  }
}

/** Returns the name of a picture: its path, so that files of the same name in different folders differ. */
function fileNameOf(path: string): string {
  const name = path.split('/').slice(2).join('_');
  return name.replace(/[^\w.%-]/g, '_');
}

/** Returns the document of a message as a file, named as the channel wants it. */
export function documentFile(message: Message, { fileName }: Pick<FileChannel, 'fileName'>): OutboundFile {
  const { story, slug, version, change, status, extension, mediaType, body, id, hash } = message;
  const values: Readonly<Record<string, string>> = {
    key: keyOf(story) ?? 'story',
    slug,
    version: String(version),
    change,
  };
  const name = fileName.replace(/\{(\w+)\}/g, (_, token: string) => values[token] ?? '');
  return {
    name: `${name}${extension}`,
    type: mediaType,
    bytes: Buffer.from(body),
    facts: { id, story, version: String(version), status, change, sha256: hash },
  };
}
