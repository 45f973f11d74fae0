import type { Admission } from './admission.ts';

/**
 * Lets a request that came in before the answer to the one before it was complete wait for that: only safe ones may be served side by
 * side (RFC 9112, section 9.3.2), and so no connection has more than one request under way.
 */
export const inTurn: Admission = ({ raw: request }, { raw: response }) => {
  // Node gives the connection to one response at a time.
  if (response.socket !== null) return;
  return new Promise((go) => {
    const onTurn = () => {
      request.off('close', onGone);
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
