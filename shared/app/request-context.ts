import type { IncomingHttpHeaders } from 'node:http';
import {
  acceptCorrelationId,
  CORRELATION_HEADER,
  type Identity,
  newTraceId,
  nextTraceparent,
  parseTraceparent,
  type RequestContext,
  type Traceparent,
} from '../context/index.ts';

type Trace = Pick<Traceparent, 'traceId' | 'flags'> & Partial<Traceparent>;

/** The context of one HTTP request. What few requests need is made when it is asked for. */
export class HttpRequestContext implements RequestContext {
  readonly correlationId: string;
  readonly deadline: number | undefined;
  identity: Identity | undefined = undefined;
  readonly #incomingTrace: unknown;
  #trace: Trace | undefined = undefined;
  #traceparent: string | undefined = undefined;

  constructor(headers: IncomingHttpHeaders, deadline?: number) {
    this.correlationId = acceptCorrelationId(headers[CORRELATION_HEADER]);
    this.deadline = deadline;
    this.#incomingTrace = headers.traceparent;
  }

  get traceId(): string {
    return this.#traceOf().traceId;
  }

  get parentSpanId(): string | undefined {
    return this.#traceOf().parentId;
  }

  get traceparent(): string {
    this.#traceparent ??= nextTraceparent(this.#traceOf());
    return this.#traceparent;
  }

  #traceOf(): Trace {
    this.#trace ??= parseTraceparent(this.#incomingTrace) ?? { traceId: newTraceId(), flags: '00' };
    return this.#trace;
  }
}
