import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { chmod, copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { loadFleet } from '../../cli/config/load.ts';
import type { Fleet } from '../../cli/config/model.ts';
import { silentNarrator } from '../../cli/narrators/silent.ts';
import type { UpOptions } from '../../cli/runtimes/contract.ts';
import type { UpJobs } from '../../cli/runtimes/jobs.ts';
import { takenPorts } from '../../cli/runtimes/ports/probe.ts';
import { processRuntime } from '../../cli/runtimes/process/runtime.ts';
import { until } from '../../shared/testing/index.ts';

const root = resolve(import.meta.dirname, '../..');
const SERVICE = join(root, 'test/fixtures/services/plain.ts');

/** A fleet of services that are nothing but a port, in a folder of its own; it leaves nothing. */
export interface FixtureFleet extends AsyncDisposable {
  readonly fleet: Fleet;
  readonly root: string;
  up(options?: Partial<UpOptions>, jobs?: UpJobs): ReturnType<typeof processRuntime.up>;
  down(options?: { volumes: boolean }): Promise<void>;
  /** Answers of a service, or why there is none. */
  get(service: string, path: string): Promise<unknown>;
  pidOf(service: string): Promise<number>;
  /** The process at hand for the next change of a watched service, as soon as there is one. */
  spareOf(service: string): Promise<number>;
}

const NOTHING_TO_DO: UpJobs = { migrations: async () => null, seeds: async () => null };

/** Held by this process, so that a test run that is killed leaves no fleet behind. */
const HELD: UpOptions = {
  services: [],
  detach: false,
  isolated: false,
  watch: false,
  seed: true,
  migrate: true,
};

interface Wish {
  /** Names of services, `gateway` and `config` being of these kinds, others domain services. */
  readonly services?: readonly string[];
  /** Whether others may enter its folder. */
  readonly open?: boolean;
  readonly ports?: Readonly<Record<string, number>>;
}

/** Four levels of services unless told otherwise: `config`, `order`, `item`, which refers to it, and `gateway`. */
export async function fixtureFleet(wish: Wish = {}): Promise<FixtureFleet> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'aurora-fleet-')));
  await chmod(folder, wish.open === false ? 0o700 : 0o755);
  const names = wish.services ?? ['gateway', 'config', 'order', 'item'];
  const lines = ['version: 1', 'name: demo', 'services:'];
  for (const name of names) {
    lines.push(describe(name, wish.ports?.[name] ?? (await unusedPort())));
    await writeService(folder, name);
  }
  await mkdir(join(folder, 'shared'));
  const file = join(folder, 'aurora.config.yaml');
  await writeFile(file, `${lines.join('\n')}\n`);
  const fleet = await loadFleet({ file });

  return {
    fleet,
    root: folder,
    up: (options, jobs = NOTHING_TO_DO) => processRuntime.up(fleet, { ...HELD, ...options }, jobs, silentNarrator),
    down: (options = { volumes: false }) => processRuntime.down(fleet, options, silentNarrator),
    async get(service, path) {
      const status = await processRuntime.observe(fleet);
      const url = status?.services.find(({ name }) => name === service)?.url;
      return (await fetch(url + path)).json();
    },
    async pidOf(service) {
      const status = await processRuntime.observe(fleet);
      const pid = status?.services.find(({ name }) => name === service)?.instances[0]?.pid;
      if (pid === undefined) throw new Error(`${service} does not run: ${JSON.stringify(status)}`);
      return pid;
    },
    async spareOf(service) {
      const line = await until(async () => {
        const status = await processRuntime.observe(fleet);
        const pid = status?.services.find(({ name }) => name === service)?.instances[0]?.pid;
        const lines = (await processesWith(join(folder, 'services', service))).filter((each) =>
          each.includes('/spare-program'),
        );
        // The process that runs may have been a spare one as well.
        return pid !== undefined && lines.find((each) => Number.parseInt(each, 10) !== pid);
      });
      return Number.parseInt(line, 10);
    },
    async [Symbol.asyncDispose]() {
      await processRuntime.down(fleet, { volumes: true }, silentNarrator);
      // An `up` that was interrupted may still write what nobody will read: its process would have ended.
      await rm(folder, { recursive: true, maxRetries: 10 });
    },
  };
}

/** Neither among those that the kernel gives to outgoing connections, which come and go, nor among the blocks of `--isolated`. */
async function unusedPort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 20_000);
    if ((await takenPorts([port])).length === 0) return port;
  }
}

function describe(name: string, port: number): string {
  if (name === 'gateway' || name === 'config') return `  ${name}: { kind: ${name}, port: ${port} }`;
  const field = name === 'item' ? 'orderId: { references: order.Order }' : 'code: { type: string }';
  const entity = name.charAt(0).toUpperCase() + name.slice(1);
  return `  ${name}: { kind: domain, port: ${port}, entities: { ${entity}: { fields: { ${field} } } } }`;
}

async function writeService(folder: string, name: string): Promise<void> {
  const service = join(folder, 'services', name);
  await mkdir(join(service, 'src'), { recursive: true });
  await writeFile(join(service, 'package.json'), JSON.stringify({ name, version: '1.2.3', type: 'module' }));
  await copyFile(SERVICE, join(service, 'src', 'main.ts'));
}

/** Processes whose command line holds the text, as `ps` shows them. */
export async function processesWith(text: string): Promise<readonly string[]> {
  return (await processes()).filter((line) => line.includes(text));
}

/** The number of the only child of a process whose command line holds the text. */
export async function childOf(parent: number, text: string): Promise<number> {
  const lines = (await processes()).filter((line) => line.includes(text));
  const found = lines.map((line) => line.trim().split(/\s+/).map(Number)).filter(([, ppid]) => ppid === parent);
  if (found.length !== 1) throw new Error(`${parent} has ${found.length} children with ${text}`);
  return found[0]?.[0] as number;
}

/** `pid ppid stat args`, without those that are dead and only not waited for. */
async function processes(): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid=,ppid=,stat=,args='], {
    maxBuffer: 16 * 1024 * 1024,
  });
  return stdout.split('\n').filter((line) => !/^\s*\d+\s+\d+\s+Z/.test(line));
}
