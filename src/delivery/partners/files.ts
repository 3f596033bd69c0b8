import { createHash } from 'node:crypto';
import type { PartnerFiles } from '../../archive/partner-files.ts';
import { keyOf } from '../../article/identity.ts';
import { mediaTypeOf } from '../../article/media-types.ts';
import type { FileChannel } from '../../publication/channel.ts';
import type { Instant } from '../../text/instant.ts';
import type { SecretIn } from '../account-secret.ts';
import type { AllowedHosts } from '../outbound.ts';
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

/** Inputs of a connection by another protocol than HTTP. */
export interface ConnectionInputs {
  readonly allowed: AllowedHosts;
  readonly secretIn: SecretIn;
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

const NOT_SENT = 'was not sent: the file is missing, or larger than 64 MB';

/**
 * Puts the pictures of a message that the receiver does not have, then its document. Digests of
 * sent files are stored, so that a later version does not send them again.
 */
export async function putMessage(message: Message, delivery: FileDelivery, now: Instant): Promise<Attempt> {
  let target: FileTarget | undefined;
  try {
    target = await delivery.open();
    const isSending = delivery.channel.pictures === 'send';
    const missing = isSending ? await putPictures(message, { ...delivery, target }, now) : [];
    const response = await target.put(documentFile(message, delivery.channel));
    return { isDelivered: true, response: [response, ...missing.map((path) => `${path} ${NOT_SENT}`)].join('; ') };
  } catch (error) {
    return { isDelivered: false, response: delivery.sentenceOf(error) };
  } finally {
    await target?.close().catch(() => undefined);
  }
}

/** Returns the paths of files that could not be read; the document names them, and they are linked. */
async function putPictures(
  { files }: Message,
  { channel, named, files: sent, mediaBytes, target }: FileDelivery & { readonly target: FileTarget },
  now: Instant,
): Promise<string[]> {
  const missing: string[] = [];
  for (const path of files) {
    const bytes = await mediaBytes(path);
    if (bytes === undefined) {
      missing.push(path);
      continue;
    }
    const hash = createHash('sha256').update(bytes).digest('hex');
    const name = fileNameOf(path);
    const file = { name: `${placeOf(channel)}${name}`, hash };
    if (await sent.has(named, file)) continue;
    await target.put({ name, type: mediaTypeOf(name) ?? 'application/octet-stream', bytes, facts: {} });
    await sent.add(named, file, now);
  }
  return missing;
}

/** Returns where the files of a channel are: in another place the receiver has none of them. */
function placeOf(channel: FileChannel): string {
  if (channel.type === 's3') return `${channel.endpoint}/${channel.bucket}/${channel.prefix}`;
  return `${channel.host}:${channel.port}/${channel.folder}/`;
}

/** Returns the name of a picture: its path, so that files of the same name in different folders differ. */
function fileNameOf(path: string): string {
  const name = path.split('/').slice(2).join('_');
  return name.replace(/[^\w.%-]/g, '_');
}

/** Returns the document of a message as a file, named as the channel wants it. */
export function documentFile(message: Message, { fileName }: Pick<FileChannel, 'fileName'>): OutboundFile {
  const { story, version, change, status, mediaType, body, id, hash } = message;
  return {
    name: documentName(message, fileName),
    type: mediaType,
    bytes: Buffer.from(body),
    facts: { id, story, version: String(version), status, change, sha256: hash },
  };
}

/** Returns the name of the document of a message, with its extension. */
export function documentName(
  { story, slug, version, change, extension }: Message,
  pattern = '{key}-{version}',
): string {
  const values: Readonly<Record<string, string>> = {
    key: keyOf(story) ?? 'story',
    slug,
    version: String(version),
    change,
  };
  return `${pattern.replace(/\{(\w+)\}/g, (_, token: string) => values[token] ?? '')}${extension}`;
}
