import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildPage } from '../../../cli/dashboard/build.ts';
import type { World } from './world.ts';

/** As the dashboard sends it. */
export const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const WORD = 'w0rd';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  css: 'text/css',
  svg: 'image/svg+xml',
};

export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  /** What the page has changed, oldest first. */
  readonly done: readonly { readonly path: string; readonly body: unknown }[];
  /** Sends what the world is like now, at once. */
  show(): void;
  /** How many streams are open. */
  readonly listening: number;
  /** Says that the page was too slow for some lines of the live tail. */
  drop(lines: number): void;
  /** Adds lines to the live tail. */
  write(lines: readonly object[]): void;
  /** Breaks all connections, and answers nobody until it is called again. */
  hang(on: boolean): void;
}

/** The page, and a fleet that is whatever a test says: what no real fleet does at will is seen on it. */
export async function startFakeServer(world: World): Promise<FakeServer> {
  const folder = await buildPage();
  const done: { path: string; body: unknown }[] = [];
  const watchers = new Set<ServerResponse>();
  const tails = new Set<ServerResponse>();
  let hanging = false;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (hanging) return void request.socket.destroy();
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://fake');
    if (!pathname.startsWith('/api/')) return file(pathname, response);
    const word = request.headers['x-aurora-word'] ?? searchParams.get('word');
    if (word !== WORD) return json(response, { detail: 'It did not say the word.' }, 403);
    if (request.method === 'POST') {
      const body = JSON.parse((await text(request)) || '{}');
      done.push({ path: pathname, body });
      return json(response, world.act(pathname, body), pathname.endsWith('/restart') ? 202 : 200);
    }
    if (pathname === '/api/stream') return follow(response, watchers, 'snapshot', world.snapshot());
    if (pathname === '/api/logs/stream') return follow(response, tails, 'lines', []);
    const found = world.answer(pathname, searchParams);
    return found === undefined ? json(response, { detail: `There is no ${pathname}.` }, 404) : json(response, found);
  };
  const file = async (pathname: string, response: ServerResponse): Promise<void> => {
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    const content = await readFile(join(folder, name)).catch(() => null);
    if (!content) return json(response, { detail: `There is no ${name}.` }, 404);
    response.setHeader('content-type', TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream');
    response.setHeader('content-security-policy', CSP);
    response.end(content);
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => json(response, { detail: String(error) }, 500));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  const show = (): void => {
    for (const watcher of watchers) send(watcher, 'snapshot', world.snapshot());
  };
  const ticking = setInterval(show, 1_000);
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/#word=${WORD}`,
    done,
    show,
    get listening() {
      return watchers.size + tails.size;
    },
    drop: (lines) => {
      for (const tail of tails) send(tail, 'dropped', { lines });
    },
    write: (lines) => {
      for (const tail of tails) send(tail, 'lines', lines);
    },
    hang: (on) => {
      hanging = on;
      if (on) server.closeAllConnections();
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(ticking);
      const closed = new Promise<unknown>((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function follow(response: ServerResponse, listeners: Set<ServerResponse>, event: string, first: unknown): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  listeners.add(response);
  response.on('close', () => listeners.delete(response));
  send(response, event, first);
}

function send(response: ServerResponse, event: string, data: unknown): void {
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}

function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
