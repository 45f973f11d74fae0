import type { IncomingHttpHeaders } from 'node:http';
import {
  acceptCorrelationId,
  CORRELATION_HEADER,
  type Identity,
  newTraceId,
  nextTraceparent,
  parseTraceparent,
  type RequestContext,
  type Spans,
  type Traceparent,
  withSampled,
} from '../context/index.ts';

type Trace = Pick<Traceparent, 'traceId' | 'flags'> & Partial<Traceparent>;

/** Decides whether a request is sampled. */
export interface RequestSampling {
  ofRequest(trace: Trace, identity: Identity | undefined): Spans | undefined;
}

/** Of what is asked often and of no interest. */
export const NEVER: RequestSampling = { ofRequest: () => undefined };

/** The context of one HTTP request. What few requests need is made when it is asked for. */
export class HttpRequestContext implements RequestContext {
  readonly correlationId: string;
  readonly deadline: number | undefined;
  identity: Identity | undefined = undefined;
  readonly #incomingTrace: unknown;
  #trace: Trace | undefined = undefined;
  #traceparent: string | undefined = undefined;
  readonly #sampling: RequestSampling | undefined;
  #spans: Spans | undefined = undefined;

  /** @param sampling absent: nothing is sampled here, and flags go on as they came */
  constructor(headers: IncomingHttpHeaders, deadline?: number, sampling?: RequestSampling) {
    this.correlationId = acceptCorrelationId(headers[CORRELATION_HEADER]);
    this.deadline = deadline;
    this.#incomingTrace = headers.traceparent;
    this.#sampling = sampling;
  }

  get traceId(): string {
    return this.#traceOf().traceId;
  }

  get parentSpanId(): string | undefined {
    return this.#traceOf().parentId;
  }

  get traceparent(): string {
    this.#traceparent ??=
      this.#sampling === undefined ? nextTraceparent(this.#traceOf()) : this.#decide(this.#sampling);
    return this.#traceparent;
  }

  get spans(): Spans | undefined {
    if (this.#sampling !== undefined) this.#traceparent ??= this.#decide(this.#sampling);
    return this.#spans;
  }

  /** When it is first asked for, by which time it is known who calls. */
  #decide(sampling: RequestSampling): string {
    const trace = this.#traceOf();
    this.#spans = sampling.ofRequest(trace, this.identity);
    return nextTraceparent({ ...trace, flags: withSampled(trace.flags, this.#spans !== undefined) });
  }

  #traceOf(): Trace {
    this.#trace ??= parseTraceparent(this.#incomingTrace) ?? { traceId: newTraceId(), flags: '00' };
    return this.#trace;
  }
}
