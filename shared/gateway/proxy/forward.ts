import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../../errors/index.ts';
import type { GatewayHooks } from '../hooks.ts';
import type { GatewaySettings } from '../settings/index.ts';
import type { RouteSpec } from '../table/specs.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import type { AnswerChanges } from './answer-filter.ts';
import { bufferBody } from './buffer-body.ts';
import type { Witness } from './exchange.ts';
import type { Handler } from './handler.ts';
import { type Itinerary, Journey } from './journey.ts';
import { type Outgoing, type OutgoingChange, rewrite } from './outgoing.ts';
import { requestHeaders } from './request-headers.ts';
import { hasBody, Upload } from './upload.ts';

export interface Forwarding {
  readonly upstreams: Upstreams;
  readonly hooks: GatewayHooks;
  readonly onRetry: (service: string) => void;
}

/** What happens to requests and answers of one route on their way. */
export interface Changes extends AnswerChanges {
  readonly outgoing: readonly OutgoingChange[];
}

/** Bytes of the largest body that is kept so that it can be sent again. */
const MAX_REPEATED_BYTES = 64 * 1024;

/** Answers a request with what an instance of the route's service answers. */
export function forward(route: RouteSpec, changes: Changes, settings: GatewaySettings, parts: Forwarding): Handler {
  const silence = route.rule.silenceMs ?? settings.silenceMs;
  const timeout = route.rule.timeoutMs ?? silence;
  const retries = route.rule.retries ?? settings.retries;
  const itinerary: Itinerary = {
    ...parts,
    route,
    key: `${route.path} ${route.writes ? 'writes' : 'reads'}`,
    changes,
  };

  function send(request: FastifyRequest, reply: FastifyReply, witness: Witness | undefined): void {
    // Gone while its token, a hook or its body was looked at: nobody would tell the service later.
    if (reply.raw.destroyed) return void reply.hijack();
    const left = millisecondsLeft(request.context.deadline);
    const patienceMs = left === undefined ? timeout : Math.min(left, timeout);
    const { raw } = request;
    const upload =
      request.bodyBytes === undefined && hasBody(raw) ? new Upload(raw, reply.raw, request.matched.bodyLimit) : null;
    const call = {
      path: rewrite(request.target, route),
      method: request.method,
      // Sending a body takes as long as it takes, so only a client's own deadline goes with one.
      headers: requestHeaders(request, upload === null ? patienceMs : left),
      body: upload ?? request.bodyBytes ?? null,
      bodyTimeout: silence,
      upgrade: request.raw.upgrade ? ('websocket' as const) : null,
    };
    for (const change of changes.outgoing) change(request, call);
    const mayBeRepeated = retries > 0 && upload === null && isRepeatable(request) && saysSo(call);
    const isFair = patienceMs > timeout / 2;
    const baggage = { call, witness, patienceMs, isFair, retries: mayBeRepeated ? retries : 0 };
    new Journey(itinerary, request, reply, baggage).begin();
  }

  return (request, reply, witness) => {
    if (retries === 0 || request.bodyBytes !== undefined || !isSmallAndRepeatable(request)) {
      return send(request, reply, witness);
    }
    bufferBody(request, reply, MAX_REPEATED_BYTES)
      .then(() => send(request, reply, witness))
      .catch((error: unknown) => reply.send(error));
  };
}

/** Methods that do no more when they do it twice (RFC 9110, section 9.2.2), and what the service itself recognises. */
const REPEATABLE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);

function isRepeatable({ method, headers }: FastifyRequest): boolean {
  return REPEATABLE.has(method) || headers['idempotency-key'] !== undefined;
}

/** Whether a rule has left the service what it recognises a request by. */
function saysSo({ method, headers }: Outgoing): boolean {
  return REPEATABLE.has(method) || headers.some((text, index) => index % 2 === 0 && text === 'idempotency-key');
}

/** Whether its body is worth keeping. */
function isSmallAndRepeatable(request: FastifyRequest): boolean {
  const length = request.headers['content-length'];
  return length !== undefined && length !== '0' && Number(length) <= MAX_REPEATED_BYTES && isRepeatable(request);
}

/** Of the deadline that came with the request, if one did. */
function millisecondsLeft(deadline: number | undefined): number | undefined {
  if (deadline === undefined) return undefined;
  const left = deadline - Date.now();
  if (left <= 0) throw new Problem('upstream_timeout', { detail: 'The deadline of the request has passed.' });
  return left;
}
