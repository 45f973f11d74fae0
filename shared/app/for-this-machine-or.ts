import type { FastifyInstance, onRequestHookHandler } from 'fastify';

const LOOPBACK = /^(?:::ffff:)?127\.|^::1$/;

/** Lets in who asks from this machine, others with a token that grants the scope. */
export function forThisMachineOr(app: FastifyInstance, scope: string): onRequestHookHandler {
  const requireToken = app.requireScope(scope);
  return (request, reply, done) => {
    // That a client is on this machine is not for proxies elsewhere to say.
    if (LOOPBACK.test(request.ip) && LOOPBACK.test(request.socket.remoteAddress ?? '')) return done();
    return requireToken.call(app, request, reply, done);
  };
}
