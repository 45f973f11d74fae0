import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Limits the connections of one worker. Node's own limit would hand one too many from worker to worker, over and over, for as long as
 * all are full.
 * @param most 0: no limit
 */
export function limitConnectionsOfWorker(server: Server, most: () => number): void {
  let open = 0;
  server.on('connection', (socket: Socket) => {
    open++;
    socket.once('close', () => {
      open--;
    });
    const limit = most();
    if (limit === 0 || open <= limit) return;
    server.emit('drop');
    socket.destroy();
  });
}
