export { type Collector, collectorOf } from './collector.ts';
export { type ExportOutcome, OtlpExporter, type Pace } from './exporter.ts';
export { LOG_LINES } from './log-lines.ts';
export { SPANS } from './spans.ts';
