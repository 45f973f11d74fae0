export { OUTBOX_COLUMNS, outboxValues } from './row.ts';
