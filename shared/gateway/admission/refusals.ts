import { Counter, type Registry } from 'prom-client';

/** Why somebody is not let in, or not any longer. */
export type Refusal =
  | 'rate_limited'
  | 'rate_unknown'
  | 'queue_full'
  | 'waited_too_long'
  | 'payload_too_large'
  | 'uri_too_long'
  | 'headers_too_large'
  | 'request_timeout'
  | 'malformed'
  | 'connections'
  | 'not_reading'
  | 'overloaded';

/** Told of each. */
export type Refused = (reason: Refusal) => void;

export function countRefusals(metrics: Registry): Refused {
  const counter = new Counter({
    name: 'gateway_refused_total',
    help: 'What the limits of the gateway refused or cut off, by reason.',
    labelNames: ['reason'] as const,
    registers: [metrics],
  });
  return (reason) => counter.inc({ reason });
}
