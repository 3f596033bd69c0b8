import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Stops taking requests and ends when the last one is answered; stalled ones are given up after ten seconds. */
  close(): Promise<void>;
}

/** Clients that send nothing, or a byte now and then, are not waited for (Node's own limits are minutes). */
const TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  // Longer than load balancers keep theirs, or they send into a connection that is being closed.
  keepAliveTimeout: 65_000,
} as const;

/** After the server was told to stop, a connection on which nothing moves for so long is given up. */
const STALLED = 10_000;

/**
 * Listens on a port of all interfaces.
 * @param port 0 for any that is free
 * @param timeouts in milliseconds; `host` is the one address to listen at, all of them if absent
 * @throws the system's error, such as EADDRINUSE
 */
export async function listen(
  app: RequestListener,
  port: number,
  { host, ...timeouts }: ServerOptions & { readonly host?: string } = TIMEOUTS,
): Promise<Listening> {
  const server = createServer(timeouts, app);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let closing = false;
  server.prependListener('request', (_, response) => {
    if (closing) response.setHeader('Connection', 'close');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      closing = true;
      return closeGently(server, sockets);
    },
  };
}

/** An answer that is still flowing is never cut. */
function closeGently(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    for (const socket of sockets) socket.setTimeout(STALLED, () => socket.destroy());
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}
