import { EventEmitter, once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

export interface FickleUpstream extends AsyncDisposable {
  readonly url: string;
  /** Emits the URL of each request that it does not answer. */
  readonly waiting: EventEmitter;
}

const SMALL = JSON.stringify({ text: 'x'.repeat(300) });

/** What it does is in the last segment of the path, before a number: `/api/v1/orders/slow-17` is not answered. */
const BEHAVIOURS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  good(response) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': SMALL.length }).end(SMALL);
  },
  failing: (response) => response.writeHead(500).end(),
  reset: (response) => response.socket?.resetAndDestroy(),
  broken(response) {
    response.writeHead(200, { 'content-length': 1_000 });
    response.write('half', () => response.destroy());
  },
  stream(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
    response.end('data: 2\n\n');
  },
  endless(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: 1\n\n');
  },
};

/** A service that answers well, badly, for ever or not at all, as it is asked to; and an echo to WebSockets. */
export async function startFickleUpstream(): Promise<FickleUpstream> {
  const waiting = new EventEmitter().setMaxListeners(0);
  const server = createServer((request, response) => {
    const { url = '' } = request;
    const behaviour = BEHAVIOURS[/([a-z]+)-\d+$/.exec(url)?.[1] ?? ''];
    request.on('error', () => undefined).resume();
    if (behaviour === undefined) waiting.emit(url);
    else if (request.method === 'GET') behaviour(response);
    else request.once('end', () => behaviour(response));
  }).listen(0, '127.0.0.1');
  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket) => {
    socket.on('error', () => undefined).on('message', (message) => socket.send(message));
  });
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    waiting,
    async [Symbol.asyncDispose]() {
      for (const socket of webSockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
