import { join } from 'node:path';
import Docker from 'dockerode';
import { PUBLIC_IMAGES } from '../../../cli/runtimes/docker/images/public.ts';
import { sendImages } from '../../../cli/runtimes/swarm/nodes/send.ts';
import { run } from '../aurora.ts';
import type { Clone } from '../clone.ts';
import type { StartedEngine } from './engines.ts';
import { startSwarm, type TestSwarm } from './swarm.ts';

/** How the images of a fleet come to its hosts: from a registry, or loaded to each by the address of its engine. */
export type Way = 'registry' | 'engines';

/** Three hosts that are a swarm, and a registry from which they have what fleets stand on. */
export interface Ground extends AsyncDisposable {
  readonly swarm: TestSwarm;
  /** With which a CLI asks the first of them. */
  readonly env: { readonly AURORA_RUNTIME: 'swarm'; readonly DOCKER_HOST: string };
  /** Has the config of a clone say how its images come to the hosts. */
  settle(copy: Clone): Promise<void>;
  /** Builds what has changed on this machine's engine, and gives it to the registry, as CI would; or to the first host alone. */
  build(copy: Clone): Promise<void>;
}

const { haproxy, postgres, rabbitmq } = PUBLIC_IMAGES;

export async function startGround(way: Way = 'registry'): Promise<Ground> {
  await using starting = new AsyncDisposableStack();
  const swarm = starting.use(await startSwarm(3));
  const { registry, engines } = swarm;
  const [first, ...others] = engines as [StartedEngine, ...StartedEngine[]];
  const engine = new Docker({ socketPath: '/var/run/docker.sock' });
  const given = new Set<string>();
  const own = new Set<string>();
  // By the name of a registry that is gone nobody needs them any more.
  starting.defer(async () => {
    for (const tag of own) await engine.getImage(tag).remove();
  });
  const give = (tag: string) =>
    way === 'registry' ? registry.put(tag) : sendImages(engine, first.docker, [tag], () => undefined, undefined);
  await Promise.all([haproxy, postgres, rabbitmq].map((image) => registry.put(image)));
  const running = starting.move();
  return {
    swarm,
    env: { AURORA_RUNTIME: 'swarm', DOCKER_HOST: first.address },
    settle(copy) {
      const addresses = Object.fromEntries(others.map(({ host, address }) => [host.name, address]));
      const settings = {
        ...(way === 'registry' && { images: { registry: registry.host } }),
        swarm: { endpointMode: 'dnsrr', ...(way === 'engines' && { engines: addresses }) },
      };
      const lines = Object.entries(settings).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
      return copy.edit('aurora.config.yaml', /$/, `\n${lines.join('')}`);
    },
    async build({ root, env }) {
      const program = [join(root, 'bin/run.js'), 'build', '--json'];
      const { exitCode, stdout, stderr } = await run(process.execPath, program, {
        cwd: root,
        env: { ...env, DOCKER_HOST: undefined },
      });
      if (exitCode !== 0) throw new Error(`aurora build: ${stdout}${stderr}`);
      const built = JSON.parse(stdout) as { images: { tag: string; state: string }[] };
      for (const { tag, state } of built.images) {
        if (!given.has(tag)) await give(tag);
        given.add(tag);
        if (way === 'registry' || state === 'built') own.add(tag);
      }
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
