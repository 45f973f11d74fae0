import { freePort } from '../../../shared/testing/index.ts';
import type { Contest, Row } from '../contest.ts';
import { CORES, onCore } from '../core.ts';
import { startAurora } from '../gateway/aurora.ts';
import { PATH } from '../gateway/stage.ts';
import { requestsPerSecond } from '../load.ts';
import { prepareWatt, startWatt, WATT } from '../peers/watt.ts';

const SECONDS = 4;
const CONNECTIONS = 50;

export const gatewayBesideWatt: Row = {
  name: 'gateway to own services, the peer',
  measured:
    "GET through the gateway to a service of the fleet, over the same through Watt's gateway to its own service",
  unit: 'req/s',
  goal: 5,
  rounds: 5,
  settings:
    `wrk, ${CONNECTIONS} connections, ${SECONDS} s a sample, \`{"ok":true}\`; gateway and service on one core, load on the other. ` +
    `Ours with tokens verified by both, limits, breakers, ids, metrics and access log; ${WATT} with none of them`,
  finding:
    'On a busy machine. A request took 115 µs of the one core, of which the gateway alone takes some 50: the rest is the service, which verifies ' +
    'the token again and has a log, metrics and ids of its own.',
  async open() {
    const stack = new AsyncDisposableStack();
    try {
      return await openBoth(stack);
    } catch (error) {
      await stack.disposeAsync();
      throw error;
    }
  },
};

async function openBoth(stack: AsyncDisposableStack): Promise<Contest> {
  const aurora = await onCore(CORES.server, () => startAurora({ module: 'test/bench/peers/ping-service.ts' }));
  stack.use(aurora);
  const [folder, port] = [await prepareWatt(), await freePort()];
  const watt = await onCore(CORES.server, () => startWatt(folder, port));
  stack.defer(() => watt.stop());
  const ask = (url: string) =>
    onCore(CORES.load, () =>
      requestsPerSecond({ url, headers: aurora.headers, connections: CONNECTIONS, seconds: SECONDS }),
    );
  return {
    contenders: [
      { name: 'gateway and service', measure: () => ask(aurora.url + PATH) },
      { name: WATT, measure: () => ask(`http://127.0.0.1:${port}/one/ping`) },
    ],
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
