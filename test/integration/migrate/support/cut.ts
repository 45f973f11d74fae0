import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A way to a database that breaks off, as by a SIGKILL of whoever asks: nothing that is sent afterwards arrives. */
export interface Cut extends AsyncDisposable {
  /** The same database by this way. */
  url(url: string): string;
  /** Whether it has broken off. */
  isCut(): boolean;
}

/** When it breaks off: before what is sent arrives, or once the server has answered it. */
export type When = (sent: Buffer) => 'before' | 'after' | undefined;

/** @param onCut before the connections end */
export async function startCut(port: number, when: When, onCut: () => void = () => undefined): Promise<Cut> {
  const sockets = new Set<Socket>();
  let cut = false;
  const breakOff = () => {
    cut = true;
    onCut();
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    let isLast = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (sent) => {
      if (cut) return;
      const then = when(sent);
      if (then === 'before') return breakOff();
      isLast = then === 'after';
      upstream.write(sent);
    });
    upstream.on('data', (answer) => {
      if (cut) return;
      if (isLast) return breakOff();
      client.write(answer);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  return {
    url: (url) => url.replace(`:${port}/`, `:${own}/`),
    isCut: () => cut,
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Before the n-th time that anything is sent once a migration begins, which is with its time-outs. */
export function nth(n: number): When {
  let sent = 0;
  return (query) => {
    if (sent > 0 || /lock_(wait_)?timeout/.test(query.toString())) sent++;
    return sent === n ? 'before' : undefined;
  };
}

/** PostgreSQL's simple query and MySQL's both have five bytes before the text. */
const HEAD = 5;

/** @param time 1: the first time that the statement is sent */
export function at(statement: string, then: 'before' | 'after', time = 1): When {
  let times = 0;
  return (sent) => {
    if (sent.subarray(HEAD, HEAD + Buffer.byteLength(statement)).toString() !== statement) return undefined;
    return ++times === time ? then : undefined;
  };
}
