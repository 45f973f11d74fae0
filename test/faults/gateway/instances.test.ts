import type { RequestListener } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import { startGateway, startUpstream, type TestGateway, type Upstream } from '../../../shared/gateway/testing/index.ts';
import { LONG } from '../../support/long.ts';

jest.setTimeout(LONG ? 600_000 : 60_000);

const REQUESTS = LONG ? 40_000 : 3_000;
const AT_ONCE = 20;
/** What one of three may do to its clients before it is left alone: breakers open after ten of a route, and each probe is one more. */
const BEFORE_IT_IS_LEFT_ALONE = 10 + AT_ONCE + 12;

interface Seen {
  readonly failed: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Keeps so many requests under way until all have been answered. */
async function load(gateway: TestGateway, onAnswered?: (answered: number) => void): Promise<Seen> {
  const { url, authorization } = gateway;
  const times: number[] = [];
  let begun = 0;
  let failed = 0;
  const client = async () => {
    while (begun++ < REQUESTS) {
      const startedAt = performance.now();
      const answer = await fetch(`${url}/api/v1/things/1`, { headers: { authorization } });
      await answer.arrayBuffer();
      times.push(performance.now() - startedAt);
      if (answer.status !== 200) failed++;
      onAnswered?.(times.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, client));
  times.sort((one, other) => one - other);
  const at = (share: number) => Math.round((times[Math.floor(times.length * share)] as number) * 10) / 10;
  return { failed, p50: at(0.5), p99: at(0.99) };
}

interface Case {
  readonly title: string;
  /** The third instance. */
  readonly third: RequestListener;
  /** What happens to it in the midst. */
  readonly midway?: (third: Upstream) => void;
  readonly settings?: Parameters<typeof startGateway>[0]['settings'];
  readonly mayFail: number;
  /** Of all requests, how many it may get. */
  readonly share?: number;
}

const well: RequestListener = (_request, response) => void response.end('well');

const CASES: readonly Case[] = [
  { title: 'well', third: well, mayFail: 0 },
  {
    title: 'slow by 300 ms',
    third: (_request, response) => void setTimeout(() => response.end('late'), 300),
    mayFail: 0,
    share: 0.1,
  },
  {
    title: 'answering 503',
    third: (_request, response) => void response.writeHead(503).end(),
    mayFail: 0,
    share: 0.05,
  },
  {
    title: 'answering 500, which is not repeated',
    third: (_request, response) => void response.writeHead(500).end(),
    mayFail: BEFORE_IT_IS_LEFT_ALONE,
    share: 0.05,
  },
  {
    title: 'breaking off before it answers',
    third: (request) => void request.socket.destroy(),
    mayFail: 0,
    share: 0.05,
  },
  {
    title: 'gone in the midst',
    third: well,
    midway: ({ server }) => {
      server.close();
      server.closeAllConnections();
    },
    mayFail: 0,
  },
  {
    title: 'silent, with a time-out of 400 ms',
    third: () => undefined,
    settings: { routes: [{ path: '/api/v1/things', timeoutMs: 400 }] },
    mayFail: BEFORE_IT_IS_LEFT_ALONE,
    share: 0.05,
  },
];

describe('one of three instances is', () => {
  const figures: Record<string, Seen & { atTheThird: number }> = {};

  it.each(CASES)(
    '$title: its clients hardly notice',
    async ({ title, third, midway, settings = {}, mayFail, share }) => {
      await using one = await startUpstream(well);
      await using two = await startUpstream(well);
      await using bad = await startUpstream(third);
      await using gateway = await startGateway({ instances: { things: [one.url, two.url, bad.url] }, settings });
      const seen = await load(gateway, (answered) => answered === REQUESTS / 3 && midway?.(bad));
      figures[title] = { ...seen, atTheThird: bad.requests.length };
      expect(seen.failed).toBeLessThanOrEqual(mayFail);
      if (share !== undefined) expect(bad.requests.length).toBeLessThanOrEqual(share * REQUESTS);
    },
  );

  it('shown in figures', () => {
    const rows = Object.entries(figures).map(
      ([title, { failed, p50, p99, atTheThird }]) =>
        `${title.padEnd(42)} failed ${failed} of ${REQUESTS}  p50 ${p50} ms  p99 ${p99} ms  at the third ${atTheThird}`,
    );
    process.stdout.write(`${rows.join('\n')}\n`);
    expect(rows).toHaveLength(CASES.length);
  });
});

describe('all of three instances fail', () => {
  it('and get no more than their requests and the budget of retries', async () => {
    const failing: RequestListener = (_request, response) => void response.writeHead(503).end();
    await using one = await startUpstream(failing);
    await using two = await startUpstream(failing);
    await using three = await startUpstream(failing);
    const instances = { things: [one.url, two.url, three.url] };
    const settings = { routes: [{ path: '/api/v1/things', retries: 5 }] };
    await using gateway = await startGateway({ instances, settings });
    const startedAt = performance.now();
    const { failed } = await load(gateway);
    const seconds = (performance.now() - startedAt) / 1000;
    const arrived = one.requests.length + two.requests.length + three.requests.length;
    process.stdout.write(`all failing: ${arrived} requests arrived of ${REQUESTS}, in ${seconds.toFixed(1)} s\n`);
    expect(failed).toBe(REQUESTS);
    expect(arrived).toBeLessThanOrEqual(1.2 * REQUESTS + 10 + seconds);
    // Before breakers open, and a probe now and then: at most one each half second of each instance.
    expect(arrived).toBeLessThanOrEqual(3 * (BEFORE_IT_IS_LEFT_ALONE + 2 * seconds));
  });
});
