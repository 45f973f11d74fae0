import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../shared/testing/index.ts';
import type { Contender, Row } from '../contest.ts';
import { startAurora } from '../gateway/aurora.ts';
import { PATH } from '../gateway/stage.ts';
import { requestsPerSecond } from '../load.ts';
import { start } from '../peers/start.ts';

const SECONDS = 4;
const CONNECTIONS = 50;
const UPSTREAM = join(import.meta.dirname, '../peers/upstream.ts');

export const gatewayCores: Row = {
  name: 'gateway, cores',
  measured: 'GET through a gateway of two worker processes, over one of one',
  unit: 'req/s',
  goal: 1.7,
  rounds: 5,
  settings:
    `wrk, ${CONNECTIONS} connections kept alive, ${SECONDS} s a sample, 300 bytes of JSON, everything on; gateway, load and upstream share ` +
    `all ${availableParallelism()} cores`,
  finding:
    'A request takes some 50 µs of a core in the gateway and some 25 in load and upstream together: on two cores, where one process has ' +
    'one for itself already, two can do no more than 1.3 to 1.4 times as much.',
  async open() {
    const stack = new AsyncDisposableStack();
    try {
      const port = await freePort();
      stack.use(await start(UPSTREAM, { PORT: String(port) }));
      const contend = async (name: string, workers: number): Promise<Contender> => {
        const { url, headers } = stack.use(await startAurora({ url: `http://127.0.0.1:${port}` }, { workers }));
        return {
          name,
          measure: () => requestsPerSecond({ url: url + PATH, headers, connections: CONNECTIONS, seconds: SECONDS }),
        };
      };
      return {
        contenders: [await contend('two workers', 2), await contend('one process', 1)],
        [Symbol.asyncDispose]: () => stack.disposeAsync(),
      };
    } catch (error) {
      await stack.disposeAsync();
      throw error;
    }
  },
};
