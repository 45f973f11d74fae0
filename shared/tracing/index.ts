export { describeSql, type SqlDescription } from './describe-sql.ts';
export type { Sampling } from './sampling.ts';
export { openTracing, type Tracing, type TracingOptions } from './tracing.ts';
