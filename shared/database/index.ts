export { type ConnectOptions, connectDatabase } from './connect.ts';
export type { Database, Dialect, Executor, Result, Row, Statement, Transaction } from './contract.ts';
export { hasMigration } from './has-migration.ts';
export type { CallListener } from './timed.ts';
