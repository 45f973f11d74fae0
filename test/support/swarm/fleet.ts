import { join } from 'node:path';
import type { Finding } from '../../../cli/actions/doctor.ts';
import type { FleetStatus } from '../../../cli/runtimes/contract.ts';
import { until } from '../../../shared/testing/index.ts';
import { run } from '../aurora.ts';
import { type Clone, clone } from '../clone.ts';
import { type Deploying, deployingIn } from '../deploying.ts';
import { startGround, type Way } from './ground.ts';
import type { TestSwarm } from './swarm.ts';

/** A fleet on three hosts. Nothing of it is left. */
export interface FleetOnSwarm extends AsyncDisposable {
  readonly clone: Clone;
  readonly swarm: TestSwarm;
  /** Of its CLI, run against the first engine; @throws Error with all that it said unless it went well. */
  aurora(...args: string[]): Promise<string>;
  /** Builds what has changed on this machine's engine, and gives it to the registry, as CI would; or to the first host alone. */
  build(): Promise<void>;
  status(): Promise<FleetStatus>;
  /** Its deploys, against the first engine as well. */
  readonly deploying: Deploying;
  /** Resolves once every service is ready; @throws Error with what is missing after four minutes. */
  untilReady(): Promise<void>;
  /** Host → how many tasks of a service that get requests run there. */
  spread(service: string): Promise<ReadonlyMap<string, number>>;
  /** Where a service answers on one of the hosts. */
  urlAt(host: number, service: string): Promise<string>;
  token(): Promise<string>;
  /** What `doctor` makes of it, by its checks. */
  found(): Promise<Readonly<Record<string, string>>>;
}

/** @param edit changes its config before anything is built */
export async function fleetOnSwarm(edit: (copy: Clone) => Promise<void>, way?: Way): Promise<FleetOnSwarm> {
  await using starting = new AsyncDisposableStack();
  const ground = starting.use(await startGround(way));
  const { swarm, env } = ground;
  const copy = starting.use(await clone({ ...env, CI: '' }));
  await edit(copy);
  await ground.settle(copy);
  const aurora = async (args: readonly string[], fine: readonly number[] = [0]) => {
    const program = [join(copy.root, 'bin/run.js'), ...args];
    const { exitCode, stdout, stderr } = await run(process.execPath, program, { cwd: copy.root, env: copy.env });
    if (!fine.includes(exitCode ?? -1)) throw new Error(`aurora ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  // Exits 1 where a service is not ready.
  const status = async () => JSON.parse(await aurora(['status', '--json'], [0, 1])) as FleetStatus;
  // Its gateway is to know of the services that there are, and of no other.
  await aurora(['generate']);
  await ground.build(copy);
  const running = starting.move();
  return {
    clone: copy,
    swarm,
    aurora: (...args) => aurora(args),
    build: () => ground.build(copy),
    status,
    deploying: deployingIn(copy),
    async untilReady() {
      let last: FleetStatus | undefined;
      const isReady = async () => {
        last = await status();
        return last.services.every(({ status: health }) => health === 'ready');
      };
      await until(isReady, { withinMs: 240_000 }).catch((cause) => {
        throw new Error(`not ready: ${JSON.stringify(last, undefined, 1)}`, { cause });
      });
    },
    async spread(service) {
      const { services } = await status();
      const instances = services.find(({ name }) => name === service)?.instances ?? [];
      const nodes = instances.filter(({ live }) => live).map(({ node = '' }) => node);
      return new Map([...Map.groupBy(nodes, (node) => node)].map(([node, those]) => [node, those.length]));
    },
    async urlAt(host, service) {
      const { services } = await status();
      const port = services.find(({ name }) => name === service)?.port;
      return `http://${swarm.engines[host]?.host.address}:${port}`;
    },
    async found() {
      const { checks } = JSON.parse(await aurora(['doctor', '--json'], [0, 1])) as { checks: readonly Finding[] };
      return Object.fromEntries(checks.map(({ check, status: verdict }) => [check, verdict]));
    },
    token: async () => (await aurora(['token'])).trim(),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
