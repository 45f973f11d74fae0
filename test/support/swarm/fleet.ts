import { join } from 'node:path';
import type { FleetStatus } from '../../../cli/runtimes/contract.ts';
import { connectEngine } from '../../../cli/runtimes/docker/engine.ts';
import { PUBLIC_IMAGES } from '../../../cli/runtimes/docker/images/public.ts';
import { run } from '../aurora.ts';
import { type Clone, clone } from '../clone.ts';
import { type Deploying, deployingIn } from '../deploying.ts';
import { startSwarm, type TestSwarm } from './swarm.ts';

/** A fleet on three hosts. Nothing of it is left. */
export interface FleetOnSwarm extends AsyncDisposable {
  readonly clone: Clone;
  readonly swarm: TestSwarm;
  /** Of its CLI, run against the first engine; @throws Error with all that it said unless it went well. */
  aurora(...args: string[]): Promise<string>;
  /** Builds what has changed on this machine's engine, and gives it to the registry, as CI would. */
  build(): Promise<void>;
  status(): Promise<FleetStatus>;
  /** Its deploys, against the first engine as well. */
  readonly deploying: Deploying;
  /** Host → how many tasks of a service that get requests run there. */
  spread(service: string): Promise<ReadonlyMap<string, number>>;
  /** Where a service answers on one of the hosts. */
  urlAt(host: number, service: string): Promise<string>;
  token(): Promise<string>;
}

const INFRASTRUCTURE = [PUBLIC_IMAGES.haproxy, PUBLIC_IMAGES.postgres, PUBLIC_IMAGES.rabbitmq];

/** @param edit changes its config before anything is built */
export async function fleetOnSwarm(edit: (copy: Clone) => Promise<void>): Promise<FleetOnSwarm> {
  await using starting = new AsyncDisposableStack();
  const swarm = starting.use(await startSwarm(3));
  const copy = starting.use(await clone({ AURORA_RUNTIME: 'swarm', CI: '' }));
  const { registry, engines } = swarm;
  await edit(copy);
  await copy.edit(
    'aurora.config.yaml',
    /$/,
    `\nimages: { registry: '${registry.host}' }\nswarm: { endpointMode: dnsrr }\n`,
  );
  const [first] = engines;
  const env = { DOCKER_HOST: first?.address ?? '' };
  const aurora = async (
    args: readonly string[],
    host: Readonly<Record<string, string>> = env,
    fine: readonly number[] = [0],
  ) => {
    const program = [join(copy.root, 'bin/run.js'), ...args];
    const { exitCode, stdout, stderr } = await run(process.execPath, program, {
      cwd: copy.root,
      env: { ...copy.env, ...host },
    });
    if (!fine.includes(exitCode ?? -1)) throw new Error(`aurora ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  const given = new Set<string>();
  // By the name of a registry that is gone nobody needs them any more.
  starting.defer(async () => {
    const engine = await connectEngine();
    for (const tag of given) await engine.getImage(tag).remove();
  });
  const build = async () => {
    const built = JSON.parse(await aurora(['build', '--json'], {})) as { images: { tag: string }[] };
    for (const { tag } of built.images) {
      if (!given.has(tag)) await registry.put(tag);
      given.add(tag);
    }
  };
  // Exits 1 where a service is not ready.
  const status = async () => JSON.parse(await aurora(['status', '--json'], env, [0, 1])) as FleetStatus;
  await Promise.all([...INFRASTRUCTURE.map((image) => registry.put(image)), build()]);
  const running = starting.move();
  return {
    clone: copy,
    swarm,
    aurora: (...args) => aurora(args),
    build,
    status,
    deploying: deployingIn(copy, env),
    async spread(service) {
      const { services } = await status();
      const instances = services.find(({ name }) => name === service)?.instances ?? [];
      const nodes = instances.filter(({ live }) => live).map(({ node = '' }) => node);
      return new Map([...Map.groupBy(nodes, (node) => node)].map(([node, those]) => [node, those.length]));
    },
    async urlAt(host, service) {
      const { services } = await status();
      const port = services.find(({ name }) => name === service)?.port;
      return `http://${engines[host]?.host.address}:${port}`;
    },
    token: async () => (await aurora(['token'])).trim(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
