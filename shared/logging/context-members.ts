import { type RequestContext, spanIdOf, traceIdOf } from '../context/index.ts';

/** What every line of a piece of work says of it. */
export function contextMembers(context: RequestContext): Record<string, string> {
  const { correlationId, traceparent, causationId } = context;
  const members: Record<string, string> = { correlationId };
  if (traceparent !== undefined) {
    members.traceId = traceIdOf(traceparent);
    members.spanId = spanIdOf(traceparent);
  }
  if (causationId !== undefined) members.causationId = causationId;
  return members;
}
