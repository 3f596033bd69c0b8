import { lookup } from 'node:dns';
import { connect, isIP, type LookupFunction, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Agent, Dispatcher } from 'undici';
import { defined } from '../text/defined.ts';

/** A request to an address outside. */
export interface OutboundRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PURGE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A response of another server. */
export interface OutboundResponse {
  readonly status: number;
  /** The header `Retry-After` as received. */
  readonly retryAfter?: string;
  /** The header `Location` as received; redirects are not followed. */
  readonly location?: string;
  /** The header `ETag` as received. */
  readonly etag?: string;
  /** The beginning of the response, as text. */
  readonly text?: string;
}

/** Posts JSON to an address outside. */
export type Post = (url: string, body: unknown) => Promise<OutboundResponse>;

/** Sends a request to an address outside. */
export type Send = (request: OutboundRequest) => Promise<OutboundResponse>;

/** The address is private: of this machine, of a private network, or reserved. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
  constructor(host: string) {
    super(
      `${host} is not a public address: nothing is sent there. DATELINE_ALLOW_OUTBOUND lists addresses that are allowed.`,
    );
  }
}

/** The private hosts and networks that the operator allows (`DATELINE_ALLOW_OUTBOUND`). */
export class AllowedHosts {
  readonly #names: ReadonlySet<string>;
  readonly #networks: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  /** @param entries host names, IP addresses, and networks such as `10.0.0.0/8` */
  constructor(entries: readonly string[] = []) {
    this.#names = new Set(entries.filter((entry) => !isNetwork(entry)).map((entry) => entry.toLowerCase()));
    this.#networks = entries.filter(isNetwork).map((entry) => ipaddr.parseCIDR(asNetwork(entry)));
  }

  hasName(host: string): boolean {
    return this.#names.has(host.toLowerCase());
  }

  /** True for a public address, and for one in a listed network. */
  permits(address: string): boolean {
    if (isPublicAddress(address)) return true;
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return this.#networks.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  }
}

/** True for an entry of `DATELINE_ALLOW_OUTBOUND`: a host name, an IP address or a network. */
export function isHostOrNetwork(entry: string): boolean {
  return isNetwork(entry) || /^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i.test(entry);
}

function isNetwork(entry: string): boolean {
  return ipaddr.isValid(entry) || ipaddr.isValidCIDR(entry);
}

function asNetwork(entry: string): string {
  if (!ipaddr.isValid(entry)) return entry;
  return `${entry}/${ipaddr.parse(entry).kind() === 'ipv4' ? 32 : 128}`;
}

/** Time limit of a connection, and between two parts of a response, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** Time limit of a whole request, in milliseconds: a receiver may send one byte after the other. */
export const MAX_REQUEST_MS = 20_000;
/** Slowest transfer of a large body that is waited for, in bytes per millisecond. */
const MIN_RATE = 64;
/** Length of the text of a response that is read. */
const MAX_TEXT_LENGTH = 500;

interface Client {
  readonly agent: Agent;
  readonly request: typeof import('undici').request;
}

/** Returns the function that sends requests to public addresses, and to those that the operator allows. */
export function senderTo(allowed: AllowedHosts = new AllowedHosts()): Send {
  // The library is loaded with the first request: most servers send none.
  let loaded: Promise<Client> | undefined;
  return async ({ url, method = 'POST', headers, body = null }) => {
    refusePrivate(url, allowed);
    loaded ??= clientFor(allowed);
    const { agent, request } = await loaded;
    const transfer = transferTime(body?.length ?? 0);
    const signal = AbortSignal.timeout(MAX_REQUEST_MS + transfer);
    const headersTimeout = TIMEOUT_MS + transfer;
    const response = await request(url, { dispatcher: agent, method, headers, body, signal, headersTimeout });
    return responseOf(response);
  };
}

/** Returns the time that the transfer of a body may take besides that of a short one, in milliseconds. */
export function transferTime(bytes: number): number {
  return Math.floor(bytes / MIN_RATE);
}

/**
 * Opens a connection to a public or allowed address, for protocols other than HTTP.
 * @throws PrivateAddressError, or the error of the connection
 */
export async function connectOutside(
  { host, port }: { readonly host: string; readonly port: number },
  allowed: AllowedHosts,
): Promise<Socket> {
  if (isIP(host) !== 0 && !allowed.permits(host)) throw new PrivateAddressError(host);
  // Steps of a protocol are small: none waits to be sent with the next one.
  const socket = connect({ host, port, lookup: guardedLookup(allowed), timeout: TIMEOUT_MS, noDelay: true });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', () => {
      // The time limit is that of the connection; operations have their own.
      socket.setTimeout(0);
      resolve();
    });
    socket.once('error', reject);
    socket.once('timeout', () => {
      socket.destroy();
      reject(Object.assign(new Error('no connection'), { code: 'UND_ERR_CONNECT_TIMEOUT' }));
    });
  });
  return socket;
}

/**
 * Returns an address of a host, for libraries that connect by themselves.
 * @throws PrivateAddressError, or the error of the look-up
 */
export function resolveOutside(host: string, allowed: AllowedHosts): Promise<string> {
  return new Promise((resolve, reject) => {
    if (isIP(host) !== 0 && !allowed.permits(host)) return reject(new PrivateAddressError(host));
    guardedLookup(allowed)(host, {}, (error, address) => (error ? reject(error) : resolve(String(address))));
  });
}

/** Refuses a host that is a private address; names are resolved when the connection is made. */
function refusePrivate(url: string, allowed: AllowedHosts): void {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') throw new PrivateAddressError(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !allowed.permits(host)) throw new PrivateAddressError(host);
}

async function clientFor(allowed: AllowedHosts): Promise<Client> {
  const undici = await import('undici');
  const agent = new undici.Agent({
    connect: { lookup: guardedLookup(allowed), timeout: TIMEOUT_MS },
    bodyTimeout: TIMEOUT_MS,
  });
  return { agent, request: undici.request };
}

/** Reads a response to its end: one that is cut off is none. */
async function responseOf({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<OutboundResponse> {
  let text = '';
  for await (const chunk of body) if (text.length < MAX_TEXT_LENGTH) text += String(chunk);
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  return defined({
    status: statusCode,
    text: text.slice(0, MAX_TEXT_LENGTH),
    retryAfter: header('retry-after'),
    location: header('location'),
    etag: header('etag'),
  });
}

const sendPublic = senderTo();

/**
 * Posts JSON to a public address, without following redirects. A name is resolved once, and the connection uses that
 * address, so that a second DNS response cannot point elsewhere.
 * @throws PrivateAddressError, or the error of the connection
 */
export const postOutside: Post = (url, body) => postWith(sendPublic)(url, body);

/** Returns the function that posts JSON with a sender. */
export function postWith(send: Send): Post {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return (url, body) => send({ url, headers, body: JSON.stringify(body) });
}

const COMPATIBLE: readonly [ipaddr.IPv6, number][] = [[ipaddr.IPv6.parse('::'), 96]];

function isWithin(address: string, network: ipaddr.IPv6, bits: number): boolean {
  const parsed = ipaddr.parse(address);
  return parsed.kind() === 'ipv6' && (parsed as ipaddr.IPv6).match(network, bits);
}

/** True for an address of the public internet; an IPv4 address inside IPv6 counts as IPv4. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // The deprecated form of an IPv4 address inside IPv6 (RFC 4291, section 2.5.5.1).
  if (COMPATIBLE.some(([network, bits]) => isWithin(address, network, bits))) return false;
  // ipaddr.js names every range of IANA's registries; `unicast` is an address in none of them.
  return ipaddr.process(address).range() === 'unicast';
}

function guardedLookup(allowed: AllowedHosts): LookupFunction {
  return (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '', 0);
      const [first] = found;
      // One private address is sufficient for refusal: the choice among several is random.
      const isPermitted = allowed.hasName(hostname) || found.every(({ address }) => allowed.permits(address));
      if (first === undefined || !isPermitted) return done(new PrivateAddressError(hostname), '', 0);
      return options.all === true ? done(null, found) : done(null, first.address, first.family);
    });
  };
}

const UNTRUSTED = 'the authority of the certificate is not trusted';
const SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the host has no address',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'the answer stopped',
  UND_ERR_SOCKET: 'the connection was cut',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not answer with TLS: the port may be that of plain HTTP',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate belongs to another host',
};

/** Describes an error of sending in our own words. */
export function sendSentence(error: unknown): string {
  if (error instanceof PrivateAddressError) return error.message;
  if (error instanceof Error && error.name === 'TimeoutError') return 'no complete answer in time';
  const code = (error as NodeJS.ErrnoException).code ?? '';
  return SENTENCES[code] ?? `the connection failed${code === '' ? '' : ` (${code})`}`;
}

/** True for an error after which no byte of a request has arrived for certain: there was no connection. */
export function isLost(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return error instanceof PrivateAddressError || LOST.has(code);
}

const LOST: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
