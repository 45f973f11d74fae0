import type { Contender, Contest, Row } from '../contest.ts';
import { CORES, onCore } from '../core.ts';
import { cpuMicroseconds } from '../gateway/cpu.ts';
import { openStage, PATH, type PROXIES, type Stage, type Standing } from '../gateway/stage.ts';
import { requestsPerSecond } from '../load.ts';

const SECONDS = 4;
const CONNECTIONS = 50;
const settings =
  `wrk, ${CONNECTIONS} connections kept alive, ${SECONDS} s a sample, 300 bytes of JSON; the server on one core, load and upstream on the ` +
  'other. Ours with token verified and one for the service, rate and concurrency limits, load shedding, breakers, retries, security headers, ' +
  'ids, metrics and access log, the others with none of them';

export const gateway: Row = {
  name: 'gateway, everything on',
  measured: 'GET through the gateway, over the same through bare @fastify/http-proxy',
  unit: 'req/s',
  goal: 1.2,
  rounds: 5,
  settings,
  finding:
    'A profile of a busy gateway: 38 % in writing to sockets, 27 % in garbage collection, the rest spread over Node, undici and, with 3 to 4 %, ' +
    'code of its own. A young generation of 16 MB instead of 2 took 49 to 44 µs a request; counting a rate limit without a promise 2 KB of garbage.',
  open: () => open(['httpProxy', 'byHand', 'fastGateway', 'nginx', 'haproxy'], rate),
};

export const gatewayByHand: Row = {
  name: 'gateway, by hand',
  measured: 'GET through the gateway, over the same through a Fastify route and `undici.dispatch` by hand',
  unit: 'req/s',
  goal: 0.8,
  rounds: 7,
  settings,
  open: () => open(['byHand'], rate),
};

export const gatewayCpu: Row = {
  name: 'gateway, CPU',
  measured: 'User and system time of the gateway for one GET, over that of bare @fastify/http-proxy',
  unit: 'µs',
  goal: 0.83,
  rounds: 5,
  settings: `${settings}. /proc/<pid>/stat before and after each sample`,
  open: () => open(['httpProxy', 'byHand', 'fastGateway', 'haproxy'], cpu),
};

type Measure = (standing: Standing, stage: Stage) => Promise<number>;

async function open(
  peers: readonly [keyof typeof PROXIES, ...(keyof typeof PROXIES)[]],
  measure: Measure,
): Promise<Contest> {
  const stage = await openStage();
  try {
    const contend = (standing: Standing): Contender => ({
      name: standing.name,
      measure: () => onCore(CORES.load, () => measure(standing, stage)),
    });
    const [first, ...others] = peers;
    const peer = contend(await stage.begin(first));
    const rest: Contender[] = [];
    for (const each of others) rest.push(contend(await stage.begin(each)));
    return {
      contenders: [contend(stage.aurora), peer, ...rest],
      [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
    };
  } catch (error) {
    await stage[Symbol.asyncDispose]();
    throw error;
  }
}

function rate({ url }: Standing, { headers }: Stage): Promise<number> {
  return requestsPerSecond({ url: url + PATH, headers, connections: CONNECTIONS, seconds: SECONDS });
}

/** Microseconds a request. */
async function cpu(standing: Standing, stage: Stage): Promise<number> {
  const before = await cpuMicroseconds(standing.pid);
  const perSecond = await rate(standing, stage);
  return ((await cpuMicroseconds(standing.pid)) - before) / (perSecond * SECONDS);
}
