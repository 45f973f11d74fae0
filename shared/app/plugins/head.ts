import type { onSendHookHandler } from 'fastify';
import fp from 'fastify-plugin';

/** Fastify's own HEAD routes say `Content-Length: 0` in a 304, which would be said of the representation (RFC 9110, section 8.6). */
export const headPlugin = fp(
  async (app) => {
    app.addHook('onRoute', (route) => {
      if (route.method === 'HEAD') route.onSend = [...[route.onSend ?? []].flat(), dropLength];
    });
  },
  { name: 'head' },
);

const dropLength: onSendHookHandler = (_request, reply, payload, done) => {
  if (reply.statusCode === 304) reply.removeHeader('content-length');
  done(null, payload);
};
