import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Toy extends AsyncDisposable {
  readonly url: string;
  /** What was asked, in order. */
  readonly asked: readonly { readonly method: string; readonly path: string; readonly atMs: number }[];
  /** Paths of what was made and not deleted. */
  readonly stored: ReadonlySet<string>;
  /** By Idempotency-Key. */
  readonly keys: ReadonlyMap<string, string>;
}

export interface ToyOptions {
  /** When an answer that is asked for now is given, in milliseconds from now. */
  readonly delay?: (nowMs: number) => number;
  /** A status instead of the usual one. */
  readonly refuse?: (method: string, path: string) => number | undefined;
}

/** A server whose delays are known exactly; makes and removes what it is asked to. */
export async function toy({ delay = () => 0, refuse = () => undefined }: ToyOptions = {}): Promise<Toy> {
  const asked: { method: string; path: string; atMs: number }[] = [];
  const stored = new Set<string>();
  const keys = new Map<string, string>();
  const answer = ({ method = '', url = '', headers }: IncomingMessage, response: ServerResponse) => {
    const status = refuse(method, url);
    if (status !== undefined) {
      response.writeHead(status, { 'x-correlation-id': `id-${asked.length}` });
      return response.end(JSON.stringify({ code: 'refused' }));
    }
    if (method === 'POST') {
      const key = String(headers['idempotency-key']);
      const path = keys.get(key) ?? `${url}/${keys.size + 1}`;
      keys.set(key, path);
      stored.add(path);
      return response.writeHead(201, { location: path }).end(JSON.stringify({ id: path.split('/').at(-1) }));
    }
    if (method === 'DELETE') return response.writeHead(stored.delete(url) ? 204 : 404).end();
    return response.writeHead(200).end('{}');
  };
  const server = createServer((request, response) => {
    const atMs = performance.now();
    asked.push({ method: request.method ?? '', path: request.url ?? '', atMs });
    request.resume().on('end', () => {
      const wait = delay(atMs);
      if (wait > 0) setTimeout(() => answer(request, response), wait);
      else answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stored,
    keys,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
