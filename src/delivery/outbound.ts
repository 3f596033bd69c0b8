import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Agent } from 'undici';

/** A response of another server. */
export interface OutboundResponse {
  readonly status: number;
  /** The header `Retry-After` as received. */
  readonly retryAfter?: string;
}

/** Posts JSON to an address outside. */
export type Post = (url: string, body: unknown) => Promise<OutboundResponse>;

/** The address is private: of this machine, of a private network, or reserved. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  constructor(host: string) {
    super(`${host} is not a public address: nothing is sent there.`);
  }
}

/** Time limit of a request in milliseconds. */
const TIMEOUT_MS = 10_000;

/** The library and its agent, loaded with the first request: most servers send none. */
let loaded: Promise<{ readonly agent: Agent; readonly request: typeof import('undici').request }> | undefined;

function client(): NonNullable<typeof loaded> {
  loaded ??= import('undici').then((undici) => ({
    request: undici.request,
    agent: new undici.Agent({
      connect: { lookup: publicLookup as LookupFunction, timeout: TIMEOUT_MS },
      headersTimeout: TIMEOUT_MS,
      bodyTimeout: TIMEOUT_MS,
    }),
  }));
  return loaded;
}

/**
 * Posts JSON to a public address, without following redirects. A name is resolved once, and the connection uses that
 * address, so that a second DNS response cannot point elsewhere.
 * @throws PrivateAddressError, or the error of the connection
 */
export async function postOutside(url: string, body: unknown): Promise<OutboundResponse> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw new PrivateAddressError(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // A host that is an IP address is not resolved.
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new PrivateAddressError(host);
  const { agent, request } = await client();
  const {
    statusCode,
    headers,
    body: content,
  } = await request(url, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  });
  await content.dump();
  const retryAfter = headers['retry-after'];
  return { status: statusCode, ...(typeof retryAfter === 'string' ? { retryAfter } : {}) };
}

/** True for an address of the public internet; an IPv4 address inside IPv6 counts as IPv4. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // ipaddr.js names every range of IANA's registries; `unicast` is an address in none of them.
  return ipaddr.process(address).range() === 'unicast';
}

function publicLookup(
  hostname: string,
  options: Parameters<LookupFunction>[1],
  done: Parameters<LookupFunction>[2],
): void {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error !== null) return done(error, '', 0);
    const [first] = found;
    // One private address is sufficient for refusal: the choice among several is random.
    if (first === undefined || !found.every(({ address }) => isPublicAddress(address)))
      return done(new PrivateAddressError(hostname), '', 0);
    return options.all === true ? done(null, found) : done(null, first.address, first.family);
  });
}
