import type { Socket } from 'node:net';

/** Learns the address of a client as it connects. Node asks for it when it is first wanted, and by then the client may have gone. */
export function learnAddress(socket: Socket): void {
  if (socket.remoteAddress === undefined) socket.destroy();
}
