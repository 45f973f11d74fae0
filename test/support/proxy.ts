import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface StartedProxy extends AsyncDisposable {
  readonly port: number;
  /** From now on nothing passes through the connections that are open, and neither side is told. New ones work. */
  freeze(): void;
  stop(): Promise<void>;
}

/** A TCP proxy on loopback before a server there. */
export async function startProxy(target: number): Promise<StartedProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const sides = [client, upstream] as const;
    for (const [from, to] of [sides, sides.toReversed()] as [Socket, Socket][]) {
      sockets.add(from);
      from.on('data', (chunk) => void to.write(chunk));
      // A side that breaks off does so for both.
      from.on('error', () => to.destroy());
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');

  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return {
    port: (server.address() as AddressInfo).port,
    freeze() {
      for (const socket of sockets) socket.pause();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
