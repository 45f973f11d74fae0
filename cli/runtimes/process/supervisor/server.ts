import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { http } from '../../http.ts';
import type { FleetEvent, Orders, Questions, Refusal } from '../control/protocol.ts';
import { STREAMS } from '../control/protocol.ts';
import type { Holders } from './holders.ts';
import type { Journal } from './journal.ts';
import { StartFailure } from './start-failure.ts';
import { Stopping, type Supervisor, UnknownService } from './supervisor.ts';

export type Handlers = {
  readonly [Q in keyof Questions]: () => Questions[Q] | Promise<Questions[Q]>;
} & {
  readonly [O in keyof Orders]: (body: Orders[O]) => void | Promise<void>;
};

interface Parts {
  readonly handlers: Handlers;
  readonly supervisor: Supervisor;
  readonly journal: Journal;
  readonly holders: Holders;
}

/** Answers on the control socket. Only this user can reach it, so it asks nobody for a token. */
export function createControlServer(parts: Parts): Server {
  return http.createServer((request, response) => {
    answer(parts, request, response).catch((error: unknown) => refuse(response, error));
  });
}

async function answer(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://supervisor');
  if (url.pathname === STREAMS.events) return streamEvents(parts, response, () => parts.holders.hold());
  if (url.pathname === STREAMS.news) return streamEvents(parts, response, () => () => undefined);
  if (url.pathname === STREAMS.lend) return lend(parts.supervisor, url.searchParams.get('name') ?? '', response);

  const route = `${request.method} ${url.pathname}`;
  if (!isRoute(route, parts.handlers)) {
    response.writeHead(404).end(JSON.stringify({ message: `no ${route}` } satisfies Refusal));
    return;
  }
  const text = Buffer.concat(await request.toArray()).toString('utf8');
  const handler = parts.handlers[route] as (body: unknown) => unknown;
  response.end(JSON.stringify((await handler(text && JSON.parse(text))) ?? null));
}

function isRoute(route: string, handlers: Handlers): route is keyof Handlers {
  return Object.hasOwn(handlers, route);
}

function streamEvents({ supervisor, journal }: Parts, response: ServerResponse, hold: () => () => void): void {
  supervisor.requireRunning();
  const write = (event: FleetEvent) => response.write(`${JSON.stringify(event)}\n`);
  const unfollow = journal.follow(write);
  const release = hold();
  write({ type: 'hello', pid: process.pid });
  response.once('close', () => {
    unfollow();
    release();
  });
}

async function lend(supervisor: Supervisor, name: string, response: ServerResponse): Promise<void> {
  const bringBack = await supervisor.lend(name);
  // The journal has told why, if it does not come back.
  const comeBack = () => bringBack().catch(() => undefined);
  if (response.destroyed) return comeBack();
  response.once('close', comeBack);
  response.write('{}\n');
}

function refuse(response: ServerResponse, error: unknown): void {
  const { message } = error as Error;
  const refusal: Refusal = error instanceof StartFailure ? { message, failure: error.failure } : { message };
  response.writeHead(statusOf(error)).end(JSON.stringify(refusal));
}

function statusOf(error: unknown): number {
  if (error instanceof UnknownService) return 404;
  return error instanceof Stopping ? 409 : 500;
}
