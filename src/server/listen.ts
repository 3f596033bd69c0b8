import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A listening server. */
export interface ListeningServer {
  readonly port: number;
  /** Stops accepting requests and resolves when the last one is finished; stalled ones are closed after ten seconds. */
  close(): Promise<void>;
}

/** Limits for slow clients (Node's defaults are minutes). */
export const TIMEOUTS_MS = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 1_000,
  // Longer than load balancers keep connections, which otherwise use one that is being closed.
  keepAliveTimeout: 65_000,
} as const;

/** Options for listening: limits in milliseconds, and these. */
export interface ListenOptions extends ServerOptions {
  /** The address to listen on; all interfaces if absent. */
  readonly host?: string;
  /** Receives errors of the listening socket, such as too many open files. */
  readonly onError?: (error: Error) => void;
}

/** After shutdown begins, a connection without traffic for this time is closed. */
const STALLED_MS = 10_000;

/**
 * Listens on a port of all interfaces.
 * @param port 0 for any free port
 * @throws the system's error, such as EADDRINUSE
 */
export async function listen(
  app: RequestListener,
  port: number,
  { host, onError = () => {}, ...timeouts }: ListenOptions = TIMEOUTS_MS,
): Promise<ListeningServer> {
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
      server.on('error', onError);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      closing = true;
      return closeGracefully(server, sockets);
    },
  };
}

/** Closes a server once its current responses are complete. */
function closeGracefully(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), 100);
    for (const socket of sockets) socket.setTimeout(STALLED_MS, () => socket.destroy());
    server.close(() => {
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}
