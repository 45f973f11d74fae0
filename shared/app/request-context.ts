import type { IncomingHttpHeaders } from 'node:http';
import {
  acceptCorrelationId,
  CORRELATION_HEADER,
  type Identity,
  nextTraceparent,
  parseTraceparent,
  type RequestContext,
} from '../context/index.ts';

/** The context of one HTTP request. What few requests need is made when it is asked for. */
export class HttpRequestContext implements RequestContext {
  readonly correlationId: string;
  readonly deadline: number | undefined;
  identity: Identity | undefined = undefined;
  readonly #incomingTrace: unknown;
  #traceparent: string | undefined = undefined;

  constructor(headers: IncomingHttpHeaders, deadline?: number) {
    this.correlationId = acceptCorrelationId(headers[CORRELATION_HEADER]);
    this.deadline = deadline;
    this.#incomingTrace = headers.traceparent;
  }

  get traceparent(): string {
    this.#traceparent ??= nextTraceparent(parseTraceparent(this.#incomingTrace));
    return this.#traceparent;
  }
}
