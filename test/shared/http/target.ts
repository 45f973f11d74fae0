import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import { createHttpClient, type HttpClient, type HttpClientOptions } from '../../../shared/http/index.ts';

/** A real server on loopback that answers as a test wants it to, and a client of it. */
export interface Target extends AsyncDisposable {
  readonly url: string;
  readonly client: HttpClient;
  /** All requests that arrived, oldest first. */
  readonly seen: IncomingMessage[];
  readonly server: Server;
  readonly sockets: ReadonlySet<Socket>;
}

export const silent = pino({ level: 'silent' });

export async function startTarget(answer: RequestListener, options: Partial<HttpClientOptions> = {}): Promise<Target> {
  const seen: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = createHttpClient({
    target: 'stock',
    resolve: () => url,
    timeoutMs: 2_000,
    retries: 2,
    log: silent,
    ...options,
  });
  return {
    url,
    client,
    seen,
    server,
    sockets,
    async [Symbol.asyncDispose]() {
      await client.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

export const json =
  (body: unknown, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
  };

export const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) => {
    response.writeHead(code, headers).end();
  };
