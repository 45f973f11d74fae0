/** A CloudEvents 1.0 envelope (https://github.com/cloudevents/spec), as it is stored, sent and handed to consumers. */
export interface CloudEvent<T = unknown> {
  readonly specversion: '1.0';
  /** UUIDv7, made with the change that it tells of and kept on every resend and replay: what deduplication goes by. */
  readonly id: string;
  /** The service that owns the aggregate, e.g. `/aurora/order-service`. */
  readonly source: string;
  /** `<fleet>.<service>.<entity>.<verb>.v<schema version>`, e.g. `aurora.order-service.order.created.v1`. */
  readonly type: string;
  /** Id of the aggregate; events of one subject are handled in order. */
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly datacontenttype: 'application/json';
  /** The same on every hop of one piece of work. */
  readonly correlationid: string;
  /** Id of the event whose handling led to this one; absent where a request did. */
  readonly causationid?: string;
  /** W3C traceparent of the hop that made the change; where that is sampled, of the span in which it made the event. */
  readonly traceparent?: string;
  /** The aggregate's version, zero-padded to 20 digits so that it sorts as text. */
  readonly sequence: string;
  readonly data: T;
}
