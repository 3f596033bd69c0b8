import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, request } from 'undici';

/** What somebody outside answered. */
export interface OutboundAnswer {
  readonly status: number;
  /** The header `Retry-After` as it came. */
  readonly retryAfter?: string;
}

/** Posts JSON to an address outside. */
export type Post = (url: string, body: unknown) => Promise<OutboundAnswer>;

/** An address that no request may go to: of this machine, of a network of its own, or of none at all. */
export class PrivateAddress extends Error {
  constructor(host: string) {
    super(`${host} is no public address: nothing is sent there.`);
  }
}

/** How long somebody may take, in milliseconds. */
const PATIENCE = 10_000;

const agent = new Agent({
  connect: { lookup: publicLookup as LookupFunction, timeout: PATIENCE },
  headersTimeout: PATIENCE,
  bodyTimeout: PATIENCE,
});

/**
 * Posts JSON to a public address, without following any redirect. A name is looked up once, and what it leads to is what is
 * connected to, so that no second answer of a name server leads elsewhere.
 * @throws PrivateAddress, or the error of the connection
 */
export async function postOutside(url: string, body: unknown): Promise<OutboundAnswer> {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw new PrivateAddress(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // A host that is an address already is connected to without being looked up.
  if (isIP(host) !== 0 && !isPublicAddress(host)) throw new PrivateAddress(host);
  const {
    statusCode,
    headers,
    body: answer,
  } = await request(url, {
    dispatcher: agent,
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
  });
  await answer.dump();
  const retryAfter = headers['retry-after'];
  return { status: statusCode, ...(typeof retryAfter === 'string' ? { retryAfter } : {}) };
}

/** True for an address of the public internet; one of IPv4 inside IPv6 counts as what it is. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // ipaddr.js names every range of the registries of IANA; `unicast` is what is in none of them.
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
    // One private address among others is reason enough: which one would be taken is chance.
    if (first === undefined || !found.every(({ address }) => isPublicAddress(address)))
      return done(new PrivateAddress(hostname), '', 0);
    return options.all === true ? done(null, found) : done(null, first.address, first.family);
  });
}
