import fp from 'fastify-plugin';
import { leaveOnStandby } from '../leave-on-standby.ts';
import { answerUnderWay, isEventStream } from './connections.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /**
     * Closes connections for which `server.close()` would wait in vain: over which nothing was sent for a while, or an event stream
     * flows, which has no end. Its client connects anew by itself, and says which event was the last.
     */
    dropEndlessConnections(): void;
  }
}

/** Whoever has connected sends the head of a request within this time, or did so only to be quicker later. */
const SILENCE_MS = 250;

/** While the service drains, each answer asks its client to connect anew elsewhere. On standby, event streams do so in their way. */
export const drainPlugin = fp(
  async (app) => {
    const { readiness, connections } = app;
    app.addHook('onSend', (_request, reply, _payload, done) => {
      if (readiness.draining) reply.header('Connection', 'close');
      done();
    });
    app.decorate('dropEndlessConnections', () => {
      const before = performance.now() - SILENCE_MS;
      for (const [socket, openedAt] of connections) {
        if ((socket.bytesRead === 0 && openedAt < before) || isEventStream(answerUnderWay(socket))) socket.destroy();
      }
    });
    const streams = () => [...connections.keys()].filter((socket) => isEventStream(answerUnderWay(socket)));
    leaveOnStandby(app, streams, (socket) => {
      if (isEventStream(answerUnderWay(socket))) socket.destroy();
    });
  },
  { name: 'drain', dependencies: ['health', 'connections', 'role'] },
);
