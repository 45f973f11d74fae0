import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { runInContext, UNREACHED_HEADER } from '../../context/index.ts';
import { Problem } from '../../errors/index.ts';
import { askHook, type GatewayHooks } from '../hooks.ts';
import type { RouteSpec } from '../table/specs.ts';
import type { Instance, Visit } from '../upstream/instance.ts';
import type { Upstreams } from '../upstream/upstreams.ts';
import type { AnswerChanges } from './answer-filter.ts';
import { Exchange, type ExchangeListener, type Witness } from './exchange.ts';
import { leftAlone, mayPass, noInstance, outcomeOf, problemOf } from './failure.ts';
import { sayTimeLeft, sayTrace } from './request-headers.ts';
import { TracedAttempt } from './traced.ts';
import type { Upload } from './upload.ts';

/** What an instance is sent, by whichever attempt. */
export interface Call {
  path: string;
  method: string;
  /** Names and values in turn. */
  headers: string[];
  readonly body: Upload | Buffer | null;
  readonly bodyTimeout: number;
  readonly upgrade: 'websocket' | null;
}

/** What all journeys of a route have in common. */
export interface Itinerary {
  readonly route: RouteSpec;
  /** Names the route to breakers: reads and writes apart. */
  readonly key: string;
  readonly upstreams: Upstreams;
  readonly hooks: GatewayHooks;
  readonly changes: AnswerChanges;
  readonly onRetry: (service: string) => void;
}

/** What one journey begins with. */
export interface Baggage {
  readonly call: Call;
  readonly witness: Witness | undefined;
  /** Milliseconds until an answer must have begun, all attempts together. */
  readonly patienceMs: number;
  /** Whether that is long enough to blame an instance that needs longer: clients may have less time than anybody needs. */
  readonly isFair: boolean;
  /** Further attempts after the first. */
  readonly retries: number;
}

/** Answers of which another instance may give a better one. */
const PASSING: ReadonlySet<number> = new Set([502, 503, 504]);
/** Milliseconds before the first attempt at the same instance again; then ever longer. */
const PAUSE_MS = 25;

/**
 * A request on its way: to the instance with the least to do, and where that fails, if the request may be repeated and the service's
 * retry budget allows it, to another one. Each attempt is counted at its instance, however it ends.
 */
export class Journey implements ExchangeListener {
  readonly #itinerary: Itinerary;
  readonly #request: FastifyRequest;
  readonly #reply: FastifyReply;
  readonly #call: Call;
  readonly #witness: Witness | undefined;
  readonly #isFair: boolean;
  /** `performance.now()` until which an answer must have begun. */
  readonly #endsAt: number;
  /** Attempts that may still be made. */
  #left: number;
  #tried: Set<Instance> | undefined;
  #visit: Visit | undefined;
  /** Of the attempt under way, where the request is sampled. */
  #traced: TracedAttempt | undefined;
  #attempts = 0;
  #pause = PAUSE_MS;
  /** An instance may have got anything of the request. */
  #sent = false;

  constructor(
    itinerary: Itinerary,
    request: FastifyRequest,
    reply: FastifyReply,
    { call, witness, patienceMs, isFair, retries }: Baggage,
  ) {
    this.#itinerary = itinerary;
    this.#request = request;
    this.#reply = reply;
    this.#call = call;
    this.#witness = witness;
    this.#isFair = isFair;
    this.#endsAt = performance.now() + patienceMs;
    this.#left = retries;
  }

  begin(): void {
    const { route, key, upstreams } = this.#itinerary;
    const instance = upstreams.pick(route.service, key);
    if (instance === undefined) {
      this.#fail(upstreams.knows(route.service) ? leftAlone(route.service) : noInstance(route.service));
      return;
    }
    upstreams.budgetOf(route.service).deposit();
    this.#ask(instance, this.#endsAt - performance.now());
  }

  #ask(instance: Instance, headersTimeout: number): void {
    const { key, changes } = this.#itinerary;
    this.#visit = instance.visit(key);
    if (this.#request.context.spans !== undefined) {
      this.#traced = new TracedAttempt(this.#request, this.#itinerary.route, instance, this.#attempts++);
      sayTrace(this.#call.headers, this.#traced.traceparent);
    }
    const exchange = new Exchange(this.#reply, this, { witness: this.#witness, changes });
    instance.pool.dispatch({ ...this.#call, headersTimeout: Math.max(1, Math.ceil(headersTimeout)) }, exchange);
  }

  onAnswer(status: number, headers: IncomingHttpHeaders): boolean {
    const visit = this.#visit as Visit;
    const isUnreached = status === 503 && headers[UNREACHED_HEADER] !== undefined;
    if (isUnreached) delete headers[UNREACHED_HEADER];
    this.#sent ||= !isUnreached;
    if (this.#traced !== undefined) this.#traced.status = status;
    if (isUnreached) visit.ended('unreachable');
    else visit.answered(status >= 500 && status !== 501);
    if (PASSING.has(status) && (isUnreached || this.#another() !== undefined) && this.#again()) return false;
    if (this.#witness?.refuses?.(status)) {
      const problem = new Problem('upstream_failed', {
        detail: `${this.#itinerary.route.service} answered ${status}.`,
      });
      if (this.#witness.onFailure?.(problem, this.#sent)) {
        visit.end();
        this.#traced?.end();
        return false;
      }
    }
    this.#witness?.onAnswer?.(status, headers);
    const { hooks, route } = this.#itinerary;
    if (hooks.onResponse) askHook(() => hooks.onResponse?.(this.#request, route, { status, headers }));
    return true;
  }

  onUpgrade(headers: IncomingHttpHeaders, upstream: Duplex): void {
    const { hooks, route } = this.#itinerary;
    const visit = this.#visit as Visit;
    visit.answered(false);
    if (this.#traced !== undefined) this.#traced.status = 101;
    this.#traced?.end();
    upstream.once('close', () => visit.end());
    runInContext(this.#request.context, () => {
      try {
        if (hooks.onResponse) askHook(() => hooks.onResponse?.(this.#request, route, { status: 101, headers }));
        this.#witness?.onUpgrade?.(headers, upstream);
      } catch (error) {
        upstream.destroy();
        this.#reply.send(error);
      }
    });
  }

  onFailure(error: Error): void {
    const outcome = outcomeOf(error);
    this.#sent ||= outcome === 'failed' || outcome === 'timeout';
    this.#visit?.ended(outcome === 'timeout' && !this.#isFair ? 'abandoned' : outcome);
    this.#traced?.end(outcome);
    if (mayPass(error) && this.#again()) return;
    this.#fail(problemOf(error, this.#itinerary.route.service));
  }

  onBroken(error: Error): void {
    const { context, log } = this.#request;
    this.#visit?.ended('failed');
    this.#traced?.end('failed');
    runInContext(context, () => log.warn({ err: error }, `${this.#itinerary.route.service} broke its answer off`));
  }

  onAbandoned(): void {
    // Of a body that takes long to come nobody knows whose time is up.
    const { body } = this.#call;
    const isLate = this.#isFair && this.#outOfTime() && (body === null || Buffer.isBuffer(body));
    this.#visit?.ended(isLate ? 'timeout' : 'abandoned');
    this.#traced?.end(isLate ? 'timeout' : 'abandoned');
  }

  onEnd(): void {
    this.#visit?.end();
    this.#traced?.end();
  }

  /** Makes another attempt, if there may be one. */
  #again(): boolean {
    const { route, upstreams, onRetry } = this.#itinerary;
    if (this.#left === 0 || this.#outOfTime()) return false;
    const other = this.#another();
    const instance = other ?? upstreams.pick(route.service, this.#itinerary.key);
    if (instance === undefined || !upstreams.budgetOf(route.service).withdraw()) return false;
    this.#left--;
    onRetry(route.service);
    this.#visit?.end();
    this.#traced?.end();
    if (other !== undefined) this.#retry(other);
    else setTimeout(() => this.#retry(instance), this.#pause * (0.5 + Math.random()));
    this.#pause *= 2;
    return true;
  }

  #retry(instance: Instance): void {
    if (this.#reply.raw.destroyed || this.#reply.sent) return;
    const left = this.#endsAt - performance.now();
    sayTimeLeft(this.#call.headers, left);
    this.#ask(instance, left);
  }

  /** One that was not tried. */
  #another(): Instance | undefined {
    const { route, key, upstreams } = this.#itinerary;
    if (this.#visit !== undefined) {
      this.#tried ??= new Set();
      this.#tried.add(this.#visit.instance);
    }
    return upstreams.pick(route.service, key, this.#tried);
  }

  #outOfTime(): boolean {
    return performance.now() >= this.#endsAt;
  }

  #fail(problem: Problem): void {
    const { body } = this.#call;
    if (body !== null && !Buffer.isBuffer(body)) body.destroy();
    // undici calls back outside of the request's context.
    runInContext(this.#request.context, () => {
      if (!this.#witness?.onFailure?.(problem, this.#sent)) this.#reply.send(problem);
    });
  }
}
