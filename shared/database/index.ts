export { type ConnectOptions, connectDatabase } from './connect.ts';
export type { Database, Dialect, Executor, Result, Row, Statement, Transaction } from './contract.ts';
