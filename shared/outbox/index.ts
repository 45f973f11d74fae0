export { outboxMetrics } from './metrics.ts';
export { Relay, type RelayOptions } from './relay.ts';
export { OUTBOX_COLUMNS, outboxValues, telling } from './row.ts';
