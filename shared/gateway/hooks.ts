import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../errors/index.ts';
import type { RouteSpec } from './table/specs.ts';

/** Where `src/hooks.ts` can step in. */
export interface GatewayHooks {
  /** Before a request is forwarded, its token already checked. Throw a `Problem` to refuse it. */
  readonly onRequest?: (request: FastifyRequest, route: RouteSpec) => void | Promise<void>;
  /** When a service has answered; `answer.headers` may be changed. At once: no answer waits for a promise. */
  readonly onResponse?: (request: FastifyRequest, route: RouteSpec, answer: Answer) => undefined;
}

export interface Answer {
  readonly status: number;
  /** In lower case. */
  readonly headers: IncomingHttpHeaders;
}

/** What a hook throws by mistake is a defect of the gateway, not of the service. */
export function askHook(hook: () => unknown): void {
  try {
    const given = hook();
    if (!(given instanceof Promise)) return;
    // It refuses nothing any more, and what it rejects with would end the gateway.
    given.catch(() => undefined);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('internal', { cause: error });
  }
  throw new Problem('internal', { cause: new TypeError('onResponse is async: it has to do without `await`') });
}
