import type { Contender, Row } from '../contest.ts';
import { CORES, onCore } from '../core.ts';
import { durationsAt, percentile } from '../gateway/constant-rate.ts';
import { openStage, PATH, type Standing } from '../gateway/stage.ts';
import { requestsPerSecond } from '../load.ts';

const SECONDS = 5;
const CONNECTIONS = 50;

export const gatewayLatency: Row = {
  name: 'gateway, latency',
  measured: '99th percentile at half of the rate that the gateway can do, over that of nginx at the same rate',
  unit: 'ms',
  goal: 2,
  rounds: 5,
  settings:
    `GET of 300 bytes of JSON at a constant rate for ${SECONDS} s, up to ${CONNECTIONS} connections; a request that waits for a connection ` +
    'counts from when it was due, so that none is omitted because others were slow. The rate is half of what the gateway answered to ' +
    'wrk right before. The server on one core, load and upstream on the other; ours with everything on, nginx with one worker',
  finding:
    'Garbage collection: with a young generation of 2 MB instead of 16 the 99th percentile was 26 to 56 ms, more than twice as much. ' +
    'A quarter of the time of a busy gateway goes into it, most of that for what Node and undici allocate for each request. Not tried: ' +
    'its collector in one thread, which on one core of its own would not compete with itself.',
  async open() {
    const stage = await openStage();
    try {
      const { aurora, headers } = stage;
      const saturated = () =>
        requestsPerSecond({ url: aurora.url + PATH, headers, connections: CONNECTIONS, seconds: SECONDS });
      const nginx = await stage.begin('nginx');
      // The first one warms up.
      await onCore(CORES.load, saturated);
      const rate = (await onCore(CORES.load, saturated)) / 2;
      const contend = ({ name, url }: Standing): Contender => ({
        name,
        measure: () =>
          onCore(CORES.load, async () => {
            const load = { url: url + PATH, headers, rate, connections: CONNECTIONS, seconds: SECONDS };
            return percentile(await durationsAt(load), 0.99);
          }),
      });
      return {
        contenders: [contend(aurora), contend(nginx)],
        [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose](),
      };
    } catch (error) {
      await stage[Symbol.asyncDispose]();
      throw error;
    }
  },
};
