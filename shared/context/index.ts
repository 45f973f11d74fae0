export { currentContext, type Identity, type RequestContext, runInContext } from './context.ts';
export { acceptCorrelationId, CORRELATION_HEADER, CORRELATION_ID, newCorrelationId } from './correlation.ts';
export { newTraceId, nextTraceparent, parseTraceparent, spanIdOf, type Traceparent, traceIdOf } from './trace.ts';
