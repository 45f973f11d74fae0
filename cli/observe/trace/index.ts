export type { TraceKind, TraceNode, TraceSummary } from './node.ts';
export { allOf, traceSummaries } from './summary.ts';
export { traceTree } from './tree.ts';
