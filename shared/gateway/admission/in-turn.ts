import type { Socket } from 'node:net';
import type { Admission } from './admission.ts';

/** Of one connection; clients that pipeline at all send a handful. */
const MAX_WAITING = 100;
const waiting = new WeakMap<Socket, number>();

/**
 * Lets a request that came in before the answer to the one before it was complete wait for that: only safe ones may be served side by
 * side (RFC 9112, section 9.3.2), and so no connection has more than one request under way.
 */
export const inTurn: Admission = ({ raw: request }, { raw: response }) => {
  // Node gives the connection to one response at a time.
  if (response.socket !== null) return;
  const { socket } = request;
  const before = waiting.get(socket) ?? 0;
  waiting.set(socket, before + 1);
  // Node would read on and on.
  if (before === MAX_WAITING) socket.destroy();
  return new Promise((go) => {
    const onTurn = () => {
      request.off('close', onGone);
      waiting.set(socket, (waiting.get(socket) ?? 1) - 1);
      if (socket.destroyed) response.destroy();
      go();
    };
    const onGone = () => {
      response.off('socket', onTurn).destroy();
      go();
    };
    response.once('socket', onTurn);
    request.once('close', onGone);
  });
};
