import type { FastifyInstance } from 'fastify';

const SWEEP_MS = 50;

/**
 * Ends a service without losing a request: readiness says no, answers close their connections, what is in flight is finished,
 * then plugins close in the reverse of their order (consumers before the broker, that before the database).
 * @param timeoutMs after which whatever is left is cut off
 * @returns whether all of it ended in time
 */
export async function drain(app: FastifyInstance, timeoutMs: number): Promise<boolean> {
  app.readiness.draining = true;
  const closed = app.close().then(() => true);
  const sweep = setInterval(() => app.dropEndlessConnections(), SWEEP_MS);
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), timeoutMs);
  try {
    const inTime = await Promise.race([closed, late]);
    if (!inTime) app.server.closeAllConnections();
    return inTime;
  } finally {
    clearInterval(sweep);
    clearTimeout(timer);
  }
}
