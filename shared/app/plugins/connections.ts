import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import fp from 'fastify-plugin';
import { Gauge } from 'prom-client';

declare module 'fastify' {
  interface FastifyInstance {
    /** All that are open, and when each was opened, in milliseconds of `performance.now()`. */
    connections: ReadonlyMap<Socket, number>;
  }
}

/** Of those who look how the service does; they would find themselves. */
const LOOKS = /^\/(?:metrics|health)(?![\w-])/;

/** Knows who is connected. What is under way is asked of Node when somebody wants to know: to count it would cost each request something. */
export const connectionsPlugin = fp(
  async (app) => {
    const connections = new Map<Socket, number>();
    app.server.on('connection', (socket) => {
      connections.set(socket, performance.now());
      socket.once('close', () => connections.delete(socket));
    });
    app.decorate('connections', connections);
    new Gauge({
      name: 'http_requests_in_flight',
      help: 'Requests that are being answered, but for those for metrics and health.',
      registers: [app.metrics],
      collect() {
        const answers = [...connections.keys()].map(answerUnderWay);
        this.set(answers.filter((answer) => answer && !LOOKS.test(answer.req.url ?? '')).length);
      },
    });
  },
  { name: 'connections', dependencies: ['metrics'] },
);

/** What Node writes into a connection at this moment; undefined: nothing. */
export function answerUnderWay(socket: Socket): ServerResponse | undefined {
  const { _httpMessage: answer } = socket as Socket & { _httpMessage?: ServerResponse | null };
  // The one that opened a WebSocket stays with the connection.
  return answer?.writableFinished ? undefined : (answer ?? undefined);
}

/** Asked of Node, and of few: to remember each stream would cost every answer something. */
export function isEventStream(answer: ServerResponse | undefined): boolean {
  const { _header: head } = Object(answer) as { readonly _header?: string | null };
  return /^content-type: *text\/event-stream/im.test(head ?? '');
}
