export { currentContext, type Identity, outsideContext, type RequestContext, runInContext } from './context.ts';
export { acceptCorrelationId, CORRELATION_HEADER, CORRELATION_ID, newCorrelationId } from './correlation.ts';
export { COLOUR_HEADER, UNREACHED_HEADER } from './edge.ts';
export { addBelow, addHop, errorType, type Measured, spanClock, spanOf } from './measured.ts';
export type { Span, SpanAttributes, SpanKind, Spans } from './spans.ts';
export {
  childOf,
  isSampled,
  newTraceId,
  nextTraceparent,
  parseTraceparent,
  spanIdOf,
  type Traceparent,
  traceIdOf,
  withSampled,
} from './trace.ts';
