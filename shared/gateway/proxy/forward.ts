import { runInContext } from '../../context/index.ts';
import { Problem } from '../../errors/index.ts';
import { askHook, type GatewayHooks } from '../hooks.ts';
import type { RouteSpec } from '../table/specs.ts';
import type { Balance } from '../upstream/balance.ts';
import type { Pools } from '../upstream/pools.ts';
import type { AnswerFilter } from './answer-filter.ts';
import { Exchange, type ExchangeListener } from './exchange.ts';
import { noInstance, problemOf, wasRefused } from './failure.ts';
import type { Handler } from './handler.ts';
import { type OutgoingChange, rewrite } from './outgoing.ts';
import { requestHeaders } from './request-headers.ts';
import { hasBody, Upload } from './upload.ts';

export interface Forwarding {
  readonly balance: Balance;
  readonly pools: Pools;
  readonly hooks: GatewayHooks;
  /** Milliseconds that a service may be silent, before its answer or in the midst of it. Asked for every request: it is a live setting. */
  readonly silenceMs: () => number;
}

/** What happens to requests and answers of one route on their way. */
export interface Changes {
  readonly outgoing: readonly OutgoingChange[];
  readonly filters: readonly AnswerFilter[];
}

/** Answers a request with what an instance of the route's service answers. */
export function forward(route: RouteSpec, changes: Changes, forwarding: Forwarding): Handler {
  const { balance, pools, hooks, silenceMs } = forwarding;
  const { service } = route;
  return (request, reply, witness) => {
    // Gone while its token or a hook was looked at: nobody would tell the service later.
    if (reply.raw.destroyed) return void reply.hijack();
    const silence = silenceMs();
    const left = millisecondsLeft(request.context.deadline);
    const patience = left === undefined ? silence : Math.min(left, silence);
    const first = balance(service);
    if (first === undefined) throw noInstance(service);

    const upload = request.bodyBytes === undefined && hasBody(request.raw) ? new Upload(request.raw, reply.raw) : null;
    const call = {
      path: rewrite(request.target, route),
      method: request.method,
      // Sending a body takes as long as it takes, so only a client's own deadline goes with one.
      headers: requestHeaders(request, upload === null ? patience : left),
      body: upload ?? request.bodyBytes ?? null,
      headersTimeout: patience,
      bodyTimeout: silence,
    };
    for (const change of changes.outgoing) change(request, call);
    const tried = [first];
    const listener: ExchangeListener = {
      onAnswer:
        hooks.onResponse &&
        ((status, headers) => askHook(() => hooks.onResponse?.(request, route, { status, headers }))),
      onFailure(error) {
        const other = wasRefused(error) && isSafe(request.method) ? balance(service, tried) : undefined;
        if (other !== undefined) {
          tried.push(other);
          pools.of(other).dispatch(call, exchange);
          return;
        }
        upload?.destroy();
        // undici calls back outside of the request's context.
        runInContext(request.context, () => reply.send(problemOf(error, service)));
      },
      onBroken(error) {
        runInContext(request.context, () => request.log.warn({ err: error }, `${service} broke its answer off`));
      },
      onAbandoned() {
        const { context, log, method } = request;
        runInContext(context, () => log.info({ method, route: route.path, service }, 'the client went away'));
      },
    };
    const exchange = new Exchange(reply, listener, { witness, filters: changes.filters });
    pools.of(first).dispatch(call, exchange);
  };
}

/** Of the deadline that came with the request, if one did. */
function millisecondsLeft(deadline: number | undefined): number | undefined {
  if (deadline === undefined) return undefined;
  const left = deadline - Date.now();
  if (left <= 0) throw new Problem('upstream_timeout', { detail: 'The deadline of the request has passed.' });
  return left;
}

function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}
