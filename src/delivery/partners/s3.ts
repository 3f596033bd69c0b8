import { createHash } from 'node:crypto';
import { AwsClient } from 'aws4fetch';
import type { S3Channel } from '../../publication/channel.ts';
import { accountSecret, MissingSecretError, type SecretIn } from '../account-secret.ts';
import { type Send, sendSentence } from '../outbound.ts';
import type { FileTarget } from './files.ts';

/** Inputs of a bucket. */
export interface S3Inputs {
  readonly send: Send;
  readonly secretIn: SecretIn;
}

/** The store refused an object, or its answer is not the one that confirms it. */
class S3Error extends Error {
  override readonly name = 'S3Error';
}

/** Opens a bucket of S3 or a compatible store; objects have facts of the story as metadata (AWS Signature Version 4). */
export async function openS3(channel: S3Channel, { send, secretIn }: S3Inputs): Promise<FileTarget> {
  const { endpoint, region, bucket, prefix, accessKeyFrom, secretKeyFrom } = channel;
  const keys = {
    accessKeyId: accountSecret(accessKeyFrom, secretIn),
    secretAccessKey: accountSecret(secretKeyFrom, secretIn),
  };
  const client = new AwsClient({ ...keys, region, service: 's3' });
  return {
    put: async ({ name, type, bytes, facts }) => {
      const key = `${prefix}${name}`;
      const url = `${endpoint.replace(/\/$/, '')}/${bucket}/${key.split('/').map(encodeURIComponent).join('/')}`;
      const metadata = Object.entries(facts).map(([field, value]) => [`x-amz-meta-${field}`, value]);
      const checksum = createHash('sha256').update(bytes).digest('base64');
      const headers = { 'content-type': type, 'x-amz-checksum-sha256': checksum, ...Object.fromEntries(metadata) };
      const signed = await client.sign(url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
      const response = await send({ url, method: 'PUT', headers: Object.fromEntries(signed.headers), body: bytes });
      if (response.status === 200) return `stored as ${bucket}/${key}`;
      throw new S3Error(`${response.status}${codeIn(response.text)}`);
    },
    close: async () => {},
  };
}

/** Returns the code in an error of S3. */
function codeIn(text = ''): string {
  const code = /<Code>(\w{1,60})<\/Code>/.exec(text)?.[1];
  return code === undefined ? '' : `: ${code}`;
}

/** Describes an error of a bucket in our own words. */
export function s3Sentence(error: unknown): string {
  return error instanceof S3Error || error instanceof MissingSecretError ? error.message : sendSentence(error);
}
