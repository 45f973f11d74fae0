import type { FastifyRequest } from 'fastify';
import { mayPass } from '../auth/index.ts';
import type { Cache } from '../cache/index.ts';
import type { Identity } from '../context/index.ts';
import type { Admission } from './admission/admission.ts';
import { type BodyLimit, bodyLimit, limitLength } from './admission/body-size.ts';
import { limitConcurrency } from './admission/concurrency.ts';
import type { Limiting } from './admission/limiting.ts';
import { limitRate } from './admission/rate-limit.ts';
import { endGenerations } from './cache/end-generations.ts';
import { orFallback } from './cache/fallback.ts';
import { type FromCacheOptions, fromCache } from './cache/from-cache.ts';
import type { CompiledRoute } from './gateway.ts';
import type { Callers } from './identity/callers.ts';
import type { Identification, InternalTokens } from './identity/index.ts';
import { type Changes, type Forwarding, forward } from './proxy/forward.ts';
import type { Around, Handler } from './proxy/handler.ts';
import type { OutgoingChange } from './proxy/outgoing.ts';
import type { Tunnels } from './proxy/websocket/tunnels.ts';
import { noWebSocket, openWebSocket } from './proxy/websocket/upgrade.ts';
import type { GatewaySettings } from './settings/index.ts';
import type { RouteSpec } from './table/specs.ts';
import { mostHeldBytes } from './transform/held-bytes.ts';
import { type Transformation, transformationOf } from './transform/transformation.ts';
import { isUrl } from './upstream/upstreams.ts';
import { type ValidationOptions, validation } from './validate/validate.ts';

/** What routes are made of; shared by all of them, and by those that come after. */
export interface RouteParts extends Forwarding {
  readonly cache: Cache;
  readonly callers: Callers;
  readonly limiting: Limiting;
  /** Who asks. */
  readonly identify: Identification['identify'];
  /** What a service gets to know of that; absent: the gateway has no key to sign with. */
  readonly internalToken: InternalTokens | undefined;
  readonly validating: Pick<ValidationOptions, 'contracts' | 'parse'>;
  readonly answers: Omit<FromCacheOptions, 'hooks' | 'changes'>;
  /** A rule's own answer was given on this path. */
  readonly onFallback: (path: string) => void;
  readonly tunnels: Tunnels;
}

/** Puts together what happens to a request of a route: only what is configured costs it anything. */
export function compileRoute(spec: RouteSpec, settings: GatewaySettings, parts: RouteParts): CompiledRoute {
  const limit = bodyLimit(spec.rule.bodyBytes ?? settings.limits.bodyBytes, parts.limiting.refused);
  const transformation = transformationOf(spec, settings);
  return {
    ...spec,
    bodyLimit: limit,
    admission: [
      ...admissionOf(spec, settings, parts, limit),
      ...transformation.before,
      ...validationOf(spec, transformation, settings, parts),
    ],
    ...handlersOf(spec, transformation, settings, parts),
  };
}

function admissionOf(
  spec: RouteSpec,
  settings: GatewaySettings,
  parts: RouteParts,
  body: BodyLimit | undefined,
): Admission[] {
  const { hooks, cache, callers, limiting } = parts;
  const { refused } = limiting;
  const limit = { ...settings.rateLimit, ...spec.rule.rateLimit };
  const rate =
    limit.requests > 0 ? [limitRate({ cache, callers, limit, rule: spec.limitedBy.rateLimit, refused })] : [];
  // Who guesses tokens is counted before they are looked at.
  const beforehand = limit.by === 'address';
  const { onRequest } = hooks;
  return [
    ...(beforehand ? rate : []),
    ...(body ? [limitLength(body)] : []),
    ...(isOpen(spec) ? [] : [identified(spec, parts)]),
    ...(beforehand ? [] : rate),
    ...(onRequest ? [(request: FastifyRequest) => onRequest(request, spec)] : []),
  ];
}

function identified({ scope, rule: { roles } }: RouteSpec, { identify }: RouteParts): Admission {
  const need = { scope: scope ?? undefined, roles };
  const grant = (request: FastifyRequest, identity: Identity) => {
    request.context.identity = identity;
    mayPass(identity, need);
  };
  return (request) => {
    const identity = identify(request.raw.headers);
    if (identity instanceof Promise) return identity.then((known) => grant(request, known));
    grant(request, identity);
  };
}

/** Whoever asks for a role has to know who it is, also below a path that is public. */
function isOpen({ scope, rule: { roles } }: RouteSpec): boolean {
  return scope === null && roles === undefined;
}

/** Nobody outside of the fleet gets a token of it. */
function introduction(spec: RouteSpec, { internalToken }: RouteParts): OutgoingChange[] {
  if (internalToken === undefined || isOpen(spec) || isUrl(spec.service)) return [];
  return [
    ({ context: { identity } }, { headers }) => {
      if (identity !== undefined) headers.push('authorization', `Bearer ${internalToken(identity)}`);
    },
  ];
}

/** What lies outside of the fleet has no document. */
function validationOf(
  spec: RouteSpec,
  { rules }: Transformation,
  settings: GatewaySettings,
  parts: RouteParts,
): Admission[] {
  if (!(spec.rule.validate ?? settings.validation) || isUrl(spec.service)) return [];
  return [validation(spec, { ...parts.validating, rules, most: mostHeldBytes(spec, settings) })];
}

function handlersOf(spec: RouteSpec, transformation: Transformation, settings: GatewaySettings, parts: RouteParts) {
  const { outgoing, ...rest } = transformation.changes;
  const changes: Changes = { ...rest, outgoing: [...outgoing, ...introduction(spec, parts)] };
  const limit = { ...settings.concurrency, ...spec.rule.concurrency };
  const inPlace =
    limit.requests > 0
      ? limitConcurrency(parts.limiting.places.of(spec.limitedBy.concurrency, limit), parts.limiting.refused)
      : (next: Handler) => next;
  const ask = inPlace(forward(spec, changes, settings, parts));
  return {
    handler: around(spec, settings, parts, changes)(ask),
    upgrade: spec.rule.webSocket ? openWebSocket(spec, settings, parts.tunnels)(ask) : noWebSocket,
  };
}

/** What stands before the service: what is kept, and what is said in its place. */
function around(spec: RouteSpec, settings: GatewaySettings, parts: RouteParts, changes: Changes): Around {
  const { hooks, answers, onFallback } = parts;
  const { fallback, cache } = spec.rule;
  const times = { ...settings.responseCache, ...cache };
  const layers: Around[] = [];
  if (fallback && !spec.writes) {
    layers.push(orFallback(fallback, { name: answers.name, onFallback: () => onFallback(spec.path) }));
  }
  if (spec.kept && spec.writes && keepsAny(settings)) layers.push(endGenerations(spec, answers.answers));
  if (spec.kept && !spec.writes && times.ttlMs > 0) {
    layers.push(fromCache(spec, times, { ...answers, hooks, changes }));
  }
  return (ask) => layers.reduce((next, layer) => layer(next), ask);
}

/** Whether answers of any route are kept: a write to one may concern another. */
function keepsAny({ responseCache, routes }: GatewaySettings): boolean {
  return responseCache.ttlMs > 0 || routes.some(({ cache }) => (cache?.ttlMs ?? 0) > 0);
}
