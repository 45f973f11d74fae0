import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { answerClientError } from '../../../app/index.ts';
import { asksForWebSocket } from './handshake.ts';

declare module 'http' {
  interface IncomingMessage {
    /** Whether Node has let go of its connection, so that the protocol can change. */
    readonly upgrade: boolean | null;
  }
  interface Server {
    /** Which requests lead to the event `upgrade`, since Node 24.9; the others stay plain requests. */
    shouldUpgradeCallback: (request: IncomingMessage) => boolean;
  }
}

/** An `import` of the module would load a second undici for nothing. */
const { ServerResponse: Response } = process.getBuiltinModule('node:http');

/**
 * Lets requests for a WebSocket pass all that any other request passes: routes, tokens, limits, logs. What is not answered with 101
 * ends the connection, for Node does not read requests from it any more.
 */
export function routeUpgrades({ server, routing }: FastifyInstance): void {
  server.shouldUpgradeCallback = (request) => asksForWebSocket(request) && !isAnswering(request.socket);
  server.on('upgrade', (request, socket: Socket, head) => {
    // `close` follows; whoever writes an answer looks at that.
    socket.on('error', () => undefined);
    // Where Node does not know the callback (before 24.9, and on a second address of localhost).
    if (isAnswering(socket)) return void socket.destroy();
    if (!asksForWebSocket(request)) return answerClientError(new Error('upgrade to something else'), socket);
    if (head.length > 0) socket.unshift(head);
    const response: ServerResponse = new Response(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    // Its server does that for a connection that it has not let go of.
    const onDrain = () => void response.emit('drain');
    socket.on('drain', onDrain);
    response.once('finish', () => {
      socket.off('drain', onDrain);
      if (response.statusCode !== 101) socket.destroySoon();
    });
    routing(request, response);
  });
}

/** Whether an answer to a request before this one is still under way: a pipelined handshake is a plain request. */
function isAnswering(socket: Socket): boolean {
  return ((socket as Socket & { _httpMessage?: ServerResponse | null })._httpMessage ?? null) !== null;
}
