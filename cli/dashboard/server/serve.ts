import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Desk } from './desk.ts';
import type { Entrance } from './http/entrance.ts';
import { requireHost, requireOwnPage } from './http/guard.ts';
import { Refusal, refuse } from './http/refusal.ts';
import { type Handler, routerOf } from './http/router.ts';
import { SECURITY_HEADERS } from './http/security-headers.ts';
import { eventRoutes } from './routes/events.ts';
import { fleetRoutes } from './routes/fleet.ts';
import { logRoutes } from './routes/logs.ts';
import { stateRoutes } from './routes/state.ts';
import { traceRoutes } from './routes/traces.ts';
import { tryRoutes } from './routes/try.ts';

/** Lets a request through to the page's files and the routes if its name, its session and, for what is not a file, its page are right. */
export function serve(
  server: Server,
  desk: Desk,
  entrance: Entrance,
  page: (path: string) => Handler | undefined,
  port: number,
): void {
  const route = routerOf({
    ...fleetRoutes(desk),
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
      response.writeHead(303, entrance.letIn(request, token)).end();
      return;
    }
    entrance.requireSession(request);
    if (pathname.startsWith('/api/') || request.method !== 'GET') requireOwnPage(request, query, entrance.word);
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
