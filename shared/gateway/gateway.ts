import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../errors/index.ts';
import { learnAddress } from './admission/address.ts';
import { type Admission, admit } from './admission/admission.ts';
import type { BodyLimit } from './admission/body-size.ts';
import { inTurn } from './admission/in-turn.ts';
import { lastBeforeUpgrade } from './admission/last-before-upgrade.ts';
import { targetOf } from './admission/target.ts';
import { unambiguous } from './admission/unambiguous.ts';
import type { Handler } from './proxy/handler.ts';
import { routeUpgrades } from './proxy/websocket/upgrades.ts';
import { Matcher } from './table/matcher.ts';
import type { RouteSpec } from './table/specs.ts';

/** A route as requests find it. */
export interface CompiledRoute extends RouteSpec {
  /** What a request has to pass, in turn. */
  readonly admission: readonly Admission[];
  readonly handler: Handler;
  /** The same for a request that asks for a WebSocket. */
  readonly upgrade: Handler;
  /** Of bodies, wherever they are read; absent: none. */
  readonly bodyLimit?: BodyLimit | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The request target as it may go on to a service. */
    target: string;
    matched: CompiledRoute;
  }
}

export interface GatewayOptions {
  /** All routes as they are now. */
  readonly compile: () => readonly CompiledRoute[];
  /** Calls back when they may be others; returns how to stop that. */
  readonly onChange: (listener: () => void) => () => void;
  /** What every request has to pass before its route is looked for. */
  readonly entrance: () => readonly Admission[];
}

const METHODS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** Serves every route of the table, and nothing else. A change of the table is in force for the next request; no restart is needed. */
export async function gateway(app: FastifyInstance, { compile, onChange, entrance }: GatewayOptions): Promise<void> {
  // Bodies stay on the wire: nothing here reads them.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, _payload, done) => done(null));
  app.decorateRequest('target', '');
  app.decorateRequest('matched');
  app.decorateRequest('bodyBytes');

  // Nobody is asked to go on with an upload before it is known to be welcome.
  app.server.on('checkContinue', app.routing);
  routeUpgrades(app);

  app.server.on('connection', learnAddress);

  let table = new Matcher(compile());
  app.addHook(
    'onClose',
    onChange(() => {
      table = new Matcher(compile());
      steps = stepsNow();
    }) as never,
  );

  const find: Admission = (request) => {
    request.target = targetOf(request.raw.url ?? '/', request.headers.host);
    const route = table.find(request.method, request.target);
    if (route === undefined) throw nothingAt(request, table);
    request.matched = route;
    request.servedRoute = route.path;
  };
  const letIn = (request: FastifyRequest, reply: FastifyReply) => admit(request.matched.admission, request, reply);
  const stepsNow = () => [inTurn, lastBeforeUpgrade, ...entrance(), unambiguous, find, letIn];
  let steps = stepsNow();

  app.route({
    method: METHODS,
    url: '/*',
    exposeHeadRoute: false,
    config: { scope: null },
    schema: { hide: true },
    onRequest(request, reply, done) {
      const waiting = admit(steps, request, reply);
      if (waiting !== undefined) return waiting;
      done();
    },
    handler(request, reply) {
      const { matched, raw } = request;
      if (raw.upgrade) matched.upgrade(request, reply);
      else matched.handler(request, reply);
    },
  });
}

function nothingAt(request: FastifyRequest, table: Matcher<CompiledRoute>): Problem {
  const allow = table.methodsOf(request.target).join(', ');
  if (allow === '') return new Problem('not_found', { detail: 'No route has this path.' });
  return new Problem('method_not_allowed', { detail: `Allowed: ${allow}.`, headers: { Allow: allow } });
}
