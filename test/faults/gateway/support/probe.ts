// Loaded before a process's own code: on every question from its parent it tells what it holds, garbage aside.
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { queryObjects } from 'node:v8';
import type { Holdings } from './holdings.ts';

let warnings = 0;
process.on('warning', ({ name }) => {
  if (name === 'MaxListenersExceededWarning') warnings += 1;
});

process.on('message', (message) => {
  if (message === 'holdings') process.send?.({ type: 'holdings', holdings: holdings() });
});
// It must not keep the process alive beyond its own work.
process.channel?.unref();

function holdings(): Holdings {
  // Each collects garbage before it counts.
  const alive = (kind: typeof Socket | typeof IncomingMessage | typeof ServerResponse) =>
    queryObjects(kind, { format: 'count' });
  const objects = { sockets: alive(Socket), requests: alive(IncomingMessage), answers: alive(ServerResponse) };
  const resources = process.getActiveResourcesInfo();
  const open = (kind: string) => resources.filter((each) => each === kind).length;
  const { heapUsed, rss } = process.memoryUsage();
  return {
    ...objects,
    connections: open('TCPSocketWrap'),
    timers: open('Timeout'),
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    warnings,
    heapMiB: heapUsed / 2 ** 20,
    rssMiB: rss / 2 ** 20,
  };
}
