import { createServer, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/** A server that listens. */
export interface Listening {
  readonly port: number;
  /** Stops taking requests and ends when the last one is answered; after the grace period it ends in any case. */
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

/** How long requests under way may take after the server was told to stop. */
const GRACE = 10_000;

/**
 * Listens on a port of all interfaces.
 * @param port 0 for any that is free
 * @param timeouts in milliseconds
 * @throws the system's error, such as EADDRINUSE
 */
export async function listen(app: Express, port: number, timeouts: ServerOptions = TIMEOUTS): Promise<Listening> {
  const server = createServer(timeouts, app);
  let closing = false;
  server.prependListener('request', (_, response) => {
    if (closing) response.setHeader('Connection', 'close');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      closing = true;
      return closeGently(server);
    },
  };
}

function closeGently(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    const deadline = setTimeout(() => server.closeAllConnections(), GRACE);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}
