import { join, resolve } from 'node:path';
import { freePort } from '../../../shared/testing/index.ts';
import { CORES, onCore } from '../core.ts';
import { FAST_GATEWAY, prepareFastGateway } from '../peers/fast-gateway.ts';
import { startHaproxy } from '../peers/haproxy.ts';
import { startNginx } from '../peers/nginx.ts';
import { start } from '../peers/start.ts';
import { startAurora } from './aurora.ts';

const root = resolve(import.meta.dirname, '../../..');
const PEERS = join(root, 'test/bench/peers');
/** What every one of them is asked for. */
export const PATH = '/api/v1/subjects/1';

/** A proxy that stands before the one upstream. */
export interface Standing {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
}

type Begin = (upstream: string) => Promise<AsyncDisposable & Omit<Standing, 'name'>>;

export const PROXIES = {
  nginx: { name: 'nginx, one worker', begin: startNginx },
  haproxy: { name: 'HAProxy, one thread', begin: startHaproxy },
  httpProxy: { name: '@fastify/http-proxy, bare', begin: node('http-proxy.ts') },
  byHand: { name: 'Fastify and undici by hand', begin: node('proxy-by-hand.ts') },
  fastGateway: {
    name: FAST_GATEWAY,
    begin: async (upstream) => node('fast-gateway-server.ts', { FOLDER: await prepareFastGateway() })(upstream),
  },
} satisfies Record<string, { name: string; begin: Begin }>;

function node(file: string, env: NodeJS.ProcessEnv = {}): Begin {
  return async (UPSTREAM) => {
    const port = await freePort();
    const started = await start(join(PEERS, file), { ...env, UPSTREAM, PORT: String(port) });
    return {
      url: `http://127.0.0.1:${port}`,
      pid: started.pid,
      [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
    };
  };
}

export interface Stage extends AsyncDisposable {
  readonly upstream: string;
  readonly aurora: Standing;
  readonly headers: Readonly<Record<string, string>>;
  /** One that stands beside ours, on the same core. */
  begin(peer: keyof typeof PROXIES): Promise<Standing>;
}

/** Our gateway with everything on, before an upstream that does next to nothing. */
export async function openStage(): Promise<Stage> {
  const stack = new AsyncDisposableStack();
  try {
    const port = await freePort();
    const upstream = `http://127.0.0.1:${port}`;
    const behind = await onCore(CORES.load, () => start(join(PEERS, 'upstream.ts'), { PORT: String(port) }));
    stack.use(behind);
    const aurora = stack.use(await onCore(CORES.server, () => startAurora({ url: upstream })));
    return {
      upstream,
      aurora: { name: 'gateway', url: aurora.url, pid: aurora.pid },
      headers: aurora.headers,
      async begin(peer) {
        const { name, begin } = PROXIES[peer];
        const { url, pid } = stack.use(await onCore(CORES.server, () => begin(upstream)));
        return { name, url, pid };
      },
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}
