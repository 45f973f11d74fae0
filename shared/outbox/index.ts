export { type OutboxBacklog, outboxBacklog } from './backlog.ts';
export { buried, purgeBuried, revive } from './dead.ts';
export { countPublished, outboxMetrics } from './metrics.ts';
export { Relay, type RelayOptions } from './relay.ts';
export { OUTBOX_COLUMNS, outboxValues, telling } from './row.ts';
