import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from './refusal.ts';

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** What stands where the path of the route has `:name`. */
  readonly params: Readonly<Record<string, string>>;
}

/** What it returns is sent as JSON; undefined: it has answered by itself. */
export type Handler = (call: Call) => unknown;

/** By method and path, e.g. `GET /api/traces/:correlationId`. */
export type Routes = Readonly<Record<string, Handler>>;

export interface Found {
  readonly handler: Handler;
  readonly params: Readonly<Record<string, string>>;
}

/** @throws Refusal 404, 405 */
export function routerOf(routes: Routes): (method: string, path: string) => Found {
  const known = Object.entries(routes).map(([route, handler]) => {
    const [method = '', path = ''] = route.split(' ');
    return { method, pattern: patternOf(path), handler };
  });
  return (method, path) => {
    const here = known.filter(({ pattern }) => pattern.test(path));
    if (here.length === 0) throw new Refusal(404, 'not_found', `There is no ${path}.`);
    const found = here.find((each) => each.method === method);
    if (!found)
      throw new Refusal(405, 'method_not_allowed', `${path} takes ${here.map((each) => each.method).join(', ')}.`);
    const groups = found.pattern.exec(path)?.groups ?? {};
    return { handler: found.handler, params: Object.fromEntries(Object.entries(groups).map(decoded)) };
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
}

function decoded([name, value]: [string, string]): [string, string] {
  try {
    return [name, decodeURIComponent(value)];
  } catch {
    throw new Refusal(400, 'bad_path', 'The path cannot be decoded.');
  }
}
