import { Pool } from 'undici';

export interface ConstantRate {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Requests a second. */
  readonly rate: number;
  readonly connections: number;
  readonly seconds: number;
}

/** How often it looks which requests are due. */
const TICK_MS = 1;

/**
 * Sends requests at a rate that the server cannot slow down, and returns how long each took in milliseconds. One that is due while all
 * connections are busy waits for one, and its waiting counts: nothing is omitted because the server was slow. Not counted is
 * how late this process itself was awake, up to a tick.
 * (autocannon spends a second's requests at the beginning of each second, which measures bursts.)
 */
export async function durationsAt({ url, headers, rate, connections, seconds }: ConstantRate): Promise<number[]> {
  const { origin, pathname: path } = new URL(url);
  const pool = new Pool(origin, { connections, pipelining: 1 });
  const durations: number[] = [];
  const total = Math.round(rate * seconds);
  const { promise, resolve, reject } = Promise.withResolvers<void>();

  const send = () => {
    const began = performance.now();
    pool.dispatch(
      { method: 'GET', path, headers },
      {
        onRequestStart() {},
        onResponseStart(_controller, status) {
          if (status !== 200) reject(new Error(`${url} answered ${status}`));
        },
        onResponseData() {},
        onResponseEnd() {
          durations.push(performance.now() - began);
          if (durations.length === total) resolve();
        },
        onResponseError: (_controller, error) => reject(error),
      },
    );
  };
  const start = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - start) * rate) / 1000));
    for (; sent < due; sent++) send();
  }, TICK_MS);
  try {
    await promise;
    return durations;
  } finally {
    clearInterval(timer);
    await pool.destroy();
  }
}

/** What `share` of all do not exceed, e.g. 0.99. */
export function percentile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;
}
