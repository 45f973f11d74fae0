import type { LogRecord } from '../log-record.ts';
import type { TraceNode, TraceSummary } from './node.ts';
import { traceTree } from './tree.ts';

/** What each correlation id among the lines was about, the newest first. */
export function traceSummaries(records: readonly LogRecord[]): TraceSummary[] {
  const groups = new Map<string, LogRecord[]>();
  for (const record of records) {
    if (record.correlationId === undefined) continue;
    const group = groups.get(record.correlationId);
    if (group) group.push(record);
    else groups.set(record.correlationId, [record]);
  }
  return [...groups]
    .flatMap(([correlationId, group]) => summaryOf(correlationId, traceTree(group)) ?? [])
    .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

/** Undefined where there is nothing to sum up. */
export function summaryOf(correlationId: string, roots: readonly TraceNode[]): TraceSummary | undefined {
  const [first] = roots;
  if (!first) return undefined;
  const nodes = allOf(roots);
  const starts = nodes.map(({ startedAt }) => Date.parse(startedAt));
  const start = starts.reduce((least, each) => Math.min(least, each));
  const end = nodes.reduce((most, { durationMs }, index) => Math.max(most, (starts[index] as number) + durationMs), 0);
  return {
    correlationId,
    title: (roots.find(({ kind }) => kind === 'server') ?? first).name,
    startedAt: new Date(start).toISOString(),
    durationMs: Math.round((end - start) * 100) / 100,
    services: [...new Set(nodes.map(({ service }) => service))],
    spans: nodes.length,
    failed: nodes.some(({ status }) => status === 'error'),
  };
}

/** Every node of some trees, each before its children. */
export function allOf(roots: readonly TraceNode[]): TraceNode[] {
  const all: TraceNode[] = [];
  const left = [...roots].reverse();
  for (let node = left.pop(); node; node = left.pop()) {
    all.push(node);
    for (let index = node.children.length - 1; index >= 0; index--) left.push(node.children[index] as TraceNode);
  }
  return all;
}
