import type { FastifyReply } from 'fastify';
import fp from 'fastify-plugin';
import { spanIdOf } from '../../context/index.ts';
import { createLineWriter, redactText } from '../../logging/index.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Asked often and of no interest: its access line is written at level debug. */
    quiet?: boolean;
  }
}

/** One line for each request: who asked for which path, and what came of it. Never the query string: it may hold secrets. */
export const accessLogPlugin = fp(
  async (app) => {
    const write = createLineWriter(app.log);
    app.onEnd((reply, status, aborted) => {
      const level = reply.request.routeOptions.config.quiet === true ? 'debug' : 'info';
      if (app.log.isLevelEnabled(level)) write(level, membersOf(reply, status, aborted));
    });
  },
  { name: 'access-log', dependencies: ['endings'] },
);

/** Put together by hand, because it is for every request: of ids and methods it is known that JSON writes them as they are. */
function membersOf({ request, elapsedTime }: FastifyReply, status: number, aborted: boolean): string {
  const { context, url, method, servedRoute, routeOptions } = request;
  const { correlationId, traceId, traceparent, parentSpanId, identity } = context;
  const query = url.indexOf('?');
  const path = redactText(query === -1 ? url : url.slice(0, query));
  const route = servedRoute ?? routeOptions.url;
  const ids = `"correlationId":"${correlationId}","traceId":"${traceId}","spanId":"${spanIdOf(traceparent)}"`;
  const parent = parentSpanId === undefined ? '' : `,"parentSpanId":"${parentSpanId}"`;
  const subject = identity === undefined ? '' : `,"subject":${JSON.stringify(identity.subject)}`;
  const what = `,"method":"${method}","path":${JSON.stringify(path)}`;
  const served = route === undefined ? '' : `,"route":${JSON.stringify(route)}`;
  const durationMs = Math.round(elapsedTime * 100) / 100;
  const msg = aborted ? 'aborted' : 'answered';
  return `${ids}${parent}${subject}${what}${served},"status":${status},"durationMs":${durationMs},"msg":"${msg}"`;
}
