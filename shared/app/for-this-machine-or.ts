import type { FastifyInstance, onRequestHookHandler } from 'fastify';

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** Lets in who asks from this machine, others with a token that grants the scope. */
export function forThisMachineOr(app: FastifyInstance, scope: string): onRequestHookHandler {
  const requireToken = app.requireScope(scope);
  return (request, reply, done) => {
    const { headers, socket } = request;
    // A proxy on this machine speaks for others, whom nobody has to believe it.
    const isForwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined;
    if (!isForwarded && LOOPBACK.test(socket.remoteAddress ?? '')) return done();
    return requireToken.call(app, request, reply, done);
  };
}
