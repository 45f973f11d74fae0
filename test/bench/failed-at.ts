import { Pool } from 'undici';
import type { ConstantRate } from './gateway/constant-rate.ts';

export interface Loss {
  readonly requests: number;
  readonly failed: number;
}

const TICK_MS = 1;
/** After `work`: what has begun to fail may do so for a while. */
const AFTERWARDS_MS = 1_000;

/**
 * Asks at a rate that the server cannot slow down while `work` is done, and counts what did not get a 200: refused, broken off, 5xx. Nothing is
 * tried twice.
 */
export async function lossAt(
  { url, headers, rate, connections }: Omit<ConstantRate, 'seconds'>,
  work: () => Promise<unknown>,
): Promise<Loss> {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const underWay = new Set<Promise<void>>();
  let failed = 0;
  const send = async () => {
    try {
      const { statusCode, body } = await pool.request({ method: 'GET', path: pathname + search, headers });
      await body.dump();
      if (statusCode !== 200) failed++;
    } catch {
      failed++;
    }
  };
  let requests = 0;
  const began = performance.now();
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - began) * rate) / 1000);
    for (; requests < due; requests++) {
      const sent = send();
      underWay.add(sent);
      void sent.then(() => underWay.delete(sent));
    }
  }, TICK_MS);
  try {
    await work();
    await new Promise((resolve) => setTimeout(resolve, AFTERWARDS_MS));
  } finally {
    clearInterval(timer);
  }
  await Promise.all(underWay);
  await pool.destroy();
  return { requests, failed };
}
