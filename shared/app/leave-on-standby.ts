import type { FastifyInstance } from 'fastify';

/** Long enough that those who come back do not come all at once; a deploy waits for the last of them. */
const SPREAD_MS = 5_000;

/**
 * Sends away whatever stays open for as long as it likes once the service is on standby, one after the other: each comes back by itself,
 * to the colour that is live. What is opened later may stay. Shorter where a drain is: within half of its time.
 * @param open all that is open
 * @param leave may be told of what has closed meanwhile
 */
export function leaveOnStandby<T>(app: FastifyInstance, open: () => Iterable<T>, leave: (each: T) => void): void {
  const overMs = Math.min(SPREAD_MS, app.environment.drainTimeoutMs / 2);
  let timers: NodeJS.Timeout[] = [];
  const stop = () => {
    for (const timer of timers.splice(0)) clearTimeout(timer);
  };
  app.role.onChange((role) => {
    stop();
    if (role === 'live') return;
    const all = [...open()];
    timers = all.map((each, index) => setTimeout(leave, ((index + Math.random()) / all.length) * overMs, each));
  });
  app.addHook('preClose', (done) => {
    stop();
    done();
  });
}
