import type { FastifyRequest } from 'fastify';
import { allows } from '../auth/index.ts';
import type { Cache } from '../cache/index.ts';
import type { Identity } from '../context/index.ts';
import { Problem } from '../errors/index.ts';
import type { Admission } from './admission/admission.ts';
import { limitRate } from './admission/rate-limit.ts';
import { type FromCacheOptions, fromCache } from './cache/from-cache.ts';
import type { CompiledRoute } from './gateway.ts';
import type { Callers } from './identity/callers.ts';
import { type Changes, type Forwarding, forward } from './proxy/forward.ts';
import type { Tunnels } from './proxy/websocket/tunnels.ts';
import { noWebSocket, openWebSocket } from './proxy/websocket/upgrade.ts';
import type { GatewaySettings } from './settings/index.ts';
import type { RouteSpec } from './table/specs.ts';

/** What routes are made of; shared by all of them, and by those that come after. */
export interface RouteParts extends Forwarding {
  readonly cache: Cache;
  readonly callers: Callers;
  /** Who asks. */
  readonly identify: (request: FastifyRequest) => Identity | Promise<Identity>;
  readonly answers: Omit<FromCacheOptions, 'hooks'>;
  readonly tunnels: Tunnels;
}

/** Puts together what happens to a request of a route: only what is configured costs it anything. */
export function compileRoute(spec: RouteSpec, settings: GatewaySettings, parts: RouteParts): CompiledRoute {
  return { ...spec, admission: admissionOf(spec, settings, parts), ...handlersOf(spec, settings, parts) };
}

function admissionOf(spec: RouteSpec, settings: GatewaySettings, parts: RouteParts): Admission[] {
  const { hooks, cache, callers } = parts;
  const limit = { ...settings.rateLimit, ...spec.rule.rateLimit };
  const { onRequest } = hooks;
  return [
    ...(spec.scope === null ? [] : [identified(spec, parts)]),
    ...(limit.requests > 0 ? [limitRate({ cache, callerOf: callers.of, limit: () => limit })] : []),
    ...(onRequest ? [(request: FastifyRequest) => onRequest(request, spec)] : []),
  ];
}

function identified({ scope }: RouteSpec, { identify }: RouteParts): Admission {
  const grant = (request: FastifyRequest, identity: Identity) => {
    request.context.identity = identity;
    if (scope === undefined || scope === null || allows(identity, scope)) return;
    throw new Problem('forbidden', { detail: `The scope ${scope} is needed.` });
  };
  return (request) => {
    const identity = identify(request);
    if (identity instanceof Promise) return identity.then((known) => grant(request, known));
    grant(request, identity);
  };
}

function handlersOf(spec: RouteSpec, settings: GatewaySettings, parts: RouteParts) {
  const changes: Changes = { outgoing: [], filters: [] };
  const ask = forward(spec, changes, settings, parts);
  return {
    handler: spec.kept ? fromCache(spec, { ...parts.answers, hooks: parts.hooks }, ask) : ask,
    upgrade: spec.rule.webSocket ? openWebSocket(spec, settings, parts.tunnels)(ask) : noWebSocket,
  };
}
