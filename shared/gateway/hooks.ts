import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../errors/index.ts';
import type { RouteSpec } from './table/specs.ts';

/** Where `src/hooks.ts` can step in. */
export interface GatewayHooks {
  /** Before a request is forwarded, its token already checked. Throw a `Problem` to refuse it. */
  readonly onRequest?: (request: FastifyRequest, route: RouteSpec) => void | Promise<void>;
  /** When a service has answered; `answer.headers` may be changed. */
  readonly onResponse?: (request: FastifyRequest, route: RouteSpec, answer: Answer) => void;
}

export interface Answer {
  readonly status: number;
  /** In lower case. */
  readonly headers: IncomingHttpHeaders;
}

/** What a hook throws by mistake is a defect of the gateway, not of the service. */
export function askHook(hook: () => void): void {
  try {
    hook();
  } catch (error) {
    throw error instanceof Problem ? error : new Problem('internal', { cause: error });
  }
}
