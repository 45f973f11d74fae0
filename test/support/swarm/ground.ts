import { join } from 'node:path';
import Docker from 'dockerode';
import { PUBLIC_IMAGES } from '../../../cli/runtimes/docker/images/public.ts';
import { run } from '../aurora.ts';
import type { Clone } from '../clone.ts';
import { startSwarm, type TestSwarm } from './swarm.ts';

/** Three hosts that are a swarm, and a registry from which they have what fleets consist of. */
export interface Ground extends AsyncDisposable {
  readonly swarm: TestSwarm;
  /** With which a CLI asks the first of them. */
  readonly env: { readonly AURORA_RUNTIME: 'swarm'; readonly DOCKER_HOST: string };
  /** Has the config of a clone say where its images come from. */
  settle(copy: Clone): Promise<void>;
  /** Builds what has changed on this machine's engine, and gives it to the registry, as CI would. */
  build(copy: Clone): Promise<void>;
}

const { haproxy, postgres, rabbitmq } = PUBLIC_IMAGES;

export async function startGround(): Promise<Ground> {
  await using starting = new AsyncDisposableStack();
  const swarm = starting.use(await startSwarm(3));
  const { registry, engines } = swarm;
  const given = new Set<string>();
  // By the name of a registry that is gone nobody needs them any more.
  starting.defer(async () => {
    const engine = new Docker({ socketPath: '/var/run/docker.sock' });
    for (const tag of given) await engine.getImage(tag).remove();
  });
  await Promise.all([haproxy, postgres, rabbitmq].map((image) => registry.put(image)));
  const running = starting.move();
  return {
    swarm,
    env: { AURORA_RUNTIME: 'swarm', DOCKER_HOST: engines[0]?.address ?? '' },
    settle: (copy) =>
      copy.edit(
        'aurora.config.yaml',
        /$/,
        `\nimages: { registry: '${registry.host}' }\nswarm: { endpointMode: dnsrr }\n`,
      ),
    async build({ root, env }) {
      const program = [join(root, 'bin/run.js'), 'build', '--json'];
      const { exitCode, stdout, stderr } = await run(process.execPath, program, {
        cwd: root,
        env: { ...env, DOCKER_HOST: undefined },
      });
      if (exitCode !== 0) throw new Error(`aurora build: ${stdout}${stderr}`);
      const built = JSON.parse(stdout) as { images: { tag: string }[] };
      for (const { tag } of built.images) {
        if (!given.has(tag)) await registry.put(tag);
        given.add(tag);
      }
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
