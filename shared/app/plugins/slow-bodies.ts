import type { ServerResponse } from 'node:http';
import fp from 'fastify-plugin';
import { answerClientError } from '../client-error.ts';
import { SlowBodies } from '../slow-bodies.ts';

/** As long as nginx waits for the next bytes of a body. */
const LOOK_EVERY_MS = 60_000;

/** Gives up on bodies that hardly move; Node's own limit, on the time of a whole request, would cut large uploads over slow lines. */
export const slowBodiesPlugin = fp(
  async (app) => {
    const bodies = new SlowBodies(LOOK_EVERY_MS);
    let timer: NodeJS.Timeout | undefined;

    const look = () => {
      for (const response of bodies.look()) giveUp(response);
      timer = bodies.size > 0 ? setTimeout(look, LOOK_EVERY_MS).unref() : undefined;
    };
    app.addHook('onRequest', (request, reply, done) => {
      const { headers } = request;
      if (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined) {
        bodies.begin(reply.raw);
        timer ??= setTimeout(look, LOOK_EVERY_MS).unref();
      }
      done();
    });
    app.addHook('onClose', async () => clearTimeout(timer));
  },
  { name: 'slow-bodies' },
);

/** Whoever has been answered already knows; the others hear why. */
function giveUp(response: ServerResponse): void {
  const { socket } = response.req;
  if (response.headersSent) socket.destroy();
  else
    answerClientError(Object.assign(new Error('the body hardly moves'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
}
