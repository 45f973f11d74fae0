import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { http } from '../../runtimes/http.ts';
import { Collector } from './collect/collector.ts';
import { Watchers } from './collect/watchers.ts';
import type { Desk } from './desk.ts';
import { Entrance } from './http/entrance.ts';
import { StreamPlaces } from './http/event-stream.ts';
import { requireHost, requireOwnPage } from './http/guard.ts';
import { pageOf } from './http/page.ts';
import { Refusal, refuse } from './http/refusal.ts';
import { type Handler, routerOf } from './http/router.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';
import { MetricsToken } from './metrics-token.ts';
import { eventRoutes } from './routes/events.ts';
import { fleetRoutes } from './routes/fleet.ts';
import { logRoutes } from './routes/logs.ts';
import { stateRoutes } from './routes/state.ts';
import { traceRoutes } from './routes/traces.ts';
import { tryRoutes } from './routes/try.ts';
import type { ConfigNow, Sources } from './sources.ts';
import { TraceIndex } from './traces/trace-index.ts';

/** Pages that listen at once, each by two streams at most. */
const MOST_STREAMS = 20;

export interface DashboardOptions {
  readonly sources: Sources;
  /** Of the built page. */
  readonly folder: string;
  /** 0: any. */
  readonly port: number;
  readonly mayAct: boolean;
  /** Told the address for the next visit, since the one before was used. */
  readonly moved: (url: string) => void;
}

export interface Dashboard extends AsyncDisposable {
  /** Without the token. */
  readonly origin: string;
  /** For one visit. */
  readonly url: string;
}

/** Serves the page and what it asks for, on loopback alone, to whoever has the address that is printed. */
export async function startDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { sources, folder, mayAct, moved } = options;
  const config = await sources.config();
  const server = http.createServer({ maxHeaderSize: 16 * 1024, requestTimeout: 30_000 });
  server.listen(options.port, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const urlWith = (token: string) => `${origin}/?token=${token}`;
  const entrance = new Entrance(port, (token) => moved(urlWith(token)));
  const token = new MetricsToken(sources);
  const collector = new Collector({ config, sources, metricsToken: () => token.get(), now: Date.now });
  const watchers = new Watchers((signal) => collector.run(signal));
  const streams = new StreamPlaces(MOST_STREAMS);
  const traces = new TraceIndex({
    follow: (since, signal) => sources.logs({ services: [], since, follow: true, signal }),
    isChatter: ({ service, subject }) =>
      typeof subject === 'string' && subject.startsWith('service:') && kindOf(collector.config, service) === 'config',
  });
  const desk: Desk = {
    sources,
    collector,
    streams,
    traces,
    mayAct,
    watch: () => watchers.join(),
    get fleet() {
      return collector.config.fleet;
    },
  };
  serve(server, desk, entrance, pageOf(folder), port);
  return {
    origin,
    get url() {
      return urlWith(entrance.token);
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await Promise.all([watchers.stop(), traces.stop()]);
    },
  };
}

function serve(
  server: Server,
  desk: Desk,
  entrance: Entrance,
  page: (path: string) => Handler | undefined,
  port: number,
): void {
  const route = routerOf({
    ...fleetRoutes(desk, entrance.csrf),
    ...logRoutes(desk),
    ...eventRoutes(desk),
    ...stateRoutes(desk),
    ...traceRoutes(desk),
    ...tryRoutes(desk),
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    requireHost(request, port);
    const { pathname, searchParams: query } = urlOf(request);
    const token = query.get('token');
    if (pathname === '/' && token !== null && request.method === 'GET') {
      response.writeHead(303, { location: '/', 'set-cookie': entrance.exchange(token) }).end();
      return;
    }
    entrance.requireSession(request);
    if (request.method !== 'GET') requireOwnPage(request, entrance.csrf);
    const file = page(pathname);
    const { handler, params } = file ? { handler: file, params: {} } : route(request.method ?? '', pathname);
    const result = await handler({ request, response, query, params });
    if (result === undefined) return;
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(result));
  };
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => refuse(request, response, error));
  });
}

/** @throws Refusal 400 */
function urlOf({ url = '' }: IncomingMessage): URL {
  // A path alone: of a whole URL the host would be another matter than the header that was looked at.
  if (/^\/(?!\/)/.test(url) && URL.canParse(url, 'http://dashboard')) return new URL(url, 'http://dashboard');
  throw new Refusal(400, 'bad_path', 'The path cannot be read.');
}

function kindOf({ fleet }: ConfigNow, name: string): string | undefined {
  return fleet.services.find((service) => service.name === name)?.kind;
}
