import fp from 'fastify-plugin';

/** While the service drains, each answer asks its client to connect anew elsewhere. */
export const drainPlugin = fp(
  async (app) => {
    const { readiness } = app;
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (readiness.draining) reply.header('Connection', 'close');
      done();
    });
  },
  { name: 'drain', dependencies: ['health'] },
);
