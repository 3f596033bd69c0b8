import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP proxy between a server and its database, whose connections a test can cut. */
export interface NetworkProxy {
  readonly port: number;
  /** Forwards further connections to another port. */
  target: number;
  /** Closes all connections, and refuses further ones until `mend`. */
  cut(): void;
  /** Forwards nothing more on open and new connections, as a network without a route, until `mend`. */
  freeze(): void;
  mend(): void;
}

/** Starts a proxy to a port of this machine, until the test is over. */
export async function startProxy(target: number): Promise<NetworkProxy> {
  const sockets = new Set<Socket>();
  let state: 'open' | 'cut' | 'frozen' = 'open';
  const server = createServer((client) => {
    if (state === 'cut') {
      client.destroy();
      return;
    }
    const upstream = connect(proxy.target, '127.0.0.1');
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('data', (data) => {
        // Bytes sent into a network without a route are lost.
        if (state !== 'frozen') to.write(data);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const destroyAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const proxy: NetworkProxy = {
    port: (server.address() as AddressInfo).port,
    target,
    cut: () => {
      state = 'cut';
      destroyAll();
    },
    freeze: () => {
      state = 'frozen';
    },
    mend: () => {
      // Connections that lost bytes are of no more use.
      if (state === 'frozen') destroyAll();
      state = 'open';
    },
  };
  onTestFinished(() => {
    destroyAll();
    server.close();
  });
  return proxy;
}
