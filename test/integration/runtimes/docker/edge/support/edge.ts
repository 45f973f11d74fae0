import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { COLOURS, type Colour } from '../../../../../../cli/runtimes/colours.ts';
import { canaryScript, drawn } from '../../../../../../cli/runtimes/docker/edge/canary.ts';
import { containerOf } from '../../../../../../cli/runtimes/docker/edge/colours.ts';
import { type EdgeRoute, edgeConfiguration } from '../../../../../../cli/runtimes/docker/edge/configuration.ts';
import { type EdgePlaces, NO_SERVERS } from '../../../../../../cli/runtimes/docker/edge/places.ts';
import { problemFiles } from '../../../../../../cli/runtimes/docker/edge/problems.ts';
import { reloadScript } from '../../../../../../cli/runtimes/docker/edge/reload.ts';
import { type EdgeServer, serversOf } from '../../../../../../cli/runtimes/docker/edge/servers.ts';
import { startScript } from '../../../../../../cli/runtimes/docker/edge/spec.ts';
import { switched, switchScript } from '../../../../../../cli/runtimes/docker/edge/switch.ts';
import { type EdgeTraffic, trafficIn } from '../../../../../../cli/runtimes/docker/edge/traffic.ts';
import { freePort, guard, until } from '../../../../../../shared/testing/index.ts';
import { type Names, startNames } from './names.ts';

const HAPROXY = '/usr/sbin/haproxy';

/** Why tests on HAProxy cannot run here; undefined: they can. */
export const haproxyMissing = existsSync(HAPROXY)
  ? undefined
  : 'haproxy is not installed (apt-get install --no-install-recommends haproxy)';

export interface StartedEdge extends AsyncDisposable {
  /** Of `order`. */
  readonly url: string;
  readonly port: number;
  /** Of `order`, for other services. */
  readonly innerUrl: string;
  /** Of `customer`. */
  readonly otherUrl: string;
  readonly previewUrl: string;
  /** The port that a service is looked for at, wherever its name leads to. */
  readonly servicePort: number;
  /** Makes a colour of a service be at an address, or nowhere; returns once the edge knows. */
  place(colour: Colour, address: string | null, service?: string): Promise<void>;
  switchTo(colour: Colour, ...services: string[]): Promise<void>;
  canary(service: string, percent: number): Promise<void>;
  /** What it has been told of a canary. */
  share(service: string): Promise<number>;
  traffic(): Promise<readonly EdgeTraffic[]>;
  servers(): Promise<readonly EdgeServer[]>;
  /** Another worker in the place of the one that takes requests. */
  reload(): Promise<void>;
  /** SIGKILL, and a new one in its place. */
  restart(): Promise<void>;
  /** Bytes that it holds in memory. */
  memory(): Promise<number>;
  /** Lines that it has logged. */
  log(): readonly string[];
}

/** A real HAProxy in front of two services, `order` and `customer`, as the fleet `demo` would have it. */
export async function startEdge(): Promise<StartedEdge> {
  const names = await startNames();
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-edge-'));
  const [adminPort, previewPort, servicePort] = await threePorts();
  const places = placesIn(folder, { adminPort, previewPort }, names);
  const [port, innerPort, otherPort] = await threePorts();
  const routes = [
    routeOf('order', { port, innerPort, servicePort }),
    routeOf('customer', { port: otherPort, innerPort: await freePort(), servicePort }),
  ];
  await writeConfiguration(routes, places);

  let log = '';
  const start = async () => {
    const child = spawn('sh', ['-c', startScript(places)], { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const lift = guard(-(child.pid as number));
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (line) => (log += line));
    await until(() => child.exitCode !== null || ask(adminPort, 'show version').then(Boolean, () => false));
    if (child.exitCode !== null) throw new Error(`haproxy ended with ${child.exitCode}: ${log}`);
    return { child, lift };
  };
  let running = await start();
  const kill = async () => {
    const exited = once(running.child, 'exit');
    // The master and its workers.
    process.kill(-(running.child.pid as number), 'SIGKILL');
    await exited;
    running.lift();
  };
  const servers = async () => serversOf(await ask(adminPort, 'show servers state'));

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    innerUrl: `http://127.0.0.1:${innerPort}`,
    otherUrl: `http://127.0.0.1:${otherPort}`,
    previewUrl: `http://127.0.0.1:${previewPort}`,
    servicePort,
    servers,
    async place(colour, address, service = 'order') {
      const name = containerOf('demo', service, colour);
      if (address === null) names.known.delete(name);
      else names.known.set(name, address);
      await until(async () => {
        const lines = (await ask(adminPort, 'show servers state')).split('\n').map((line) => line.split(' '));
        // For those outside and for other services.
        const both = lines.filter((cells) => cells[1]?.startsWith(`${service}-${colour}`));
        const there = (await servers()).find((each) => each.service === service && each.colour === colour)?.there;
        return there === (address !== null) && both.every((cells) => address === null || cells[4] === address);
      });
    },
    async switchTo(colour, ...services) {
      const wanted = (services.length === 0 ? ['order'] : services).flatMap((service) => [service, colour]);
      const answer = await run(switchScript(places), wanted);
      if (switched(answer).get(wanted[0] as string) !== colour) throw new Error(`not switched: ${answer}`);
    },
    async canary(service, percent) {
      const answer = await run(canaryScript(places), [service, String(percent)]);
      if (drawn(answer, service) !== percent) throw new Error(`not drawn: ${answer}`);
    },
    share: async (service) => drawn(await ask(adminPort, `show map ${places.canaries}`), service),
    async reload() {
      await run(reloadScript(places), []);
    },
    traffic: async () => trafficIn(await ask(adminPort, 'show stat -1 2 -1')),
    async restart() {
      await kill();
      running = await start();
    },
    async memory() {
      const worker = /^Pid: (\d+)$/m.exec(await ask(adminPort, 'show info'))?.[1];
      const status = await readFile(`/proc/${worker}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
    },
    log: () => log.split('\n').filter((line) => line.startsWith('{')),
    async [Symbol.asyncDispose]() {
      await kill();
      await names[Symbol.asyncDispose]();
      await rm(folder, { recursive: true });
    },
  };
}

async function threePorts(): Promise<readonly [number, number, number]> {
  return [await freePort(), await freePort(), await freePort()];
}

async function run(script: string, parameters: readonly string[]): Promise<string> {
  return (await promisify(execFile)('bash', ['-c', script, 'edge', ...parameters])).stdout;
}

/** What HAProxy says of a configuration: nothing but that it is valid, if all is well. */
export async function check(routes: readonly EdgeRoute[]): Promise<string> {
  await using names = await startNames();
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-edge-'));
  try {
    const places = placesIn(folder, { adminPort: await freePort(), previewPort: await freePort() }, names);
    await writeConfiguration(routes, places);
    await Promise.all([places.map, places.canaries].map((file) => writeFile(file, '')));
    await writeFile(places.servers, `${NO_SERVERS}\n`);
    const { stdout, stderr } = await promisify(execFile)(HAPROXY, ['-c', '-f', join(folder, 'haproxy.cfg')]);
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function routeOf(
  service: string,
  { port, innerPort, servicePort }: { port: number; innerPort: number; servicePort: number },
): EdgeRoute {
  const [blue, green] = COLOURS.map((colour) => `${containerOf('demo', service, colour)}:${servicePort}`);
  return {
    service,
    listen: `127.0.0.1:${port}`,
    inner: `127.0.0.1:${innerPort}`,
    servers: { blue: blue as string, green: green as string },
  };
}

function placesIn(
  folder: string,
  { adminPort, previewPort }: { adminPort: number; previewPort: number },
  names: Names,
): EdgePlaces {
  return {
    files: folder,
    map: join(folder, 'live.map'),
    canaries: join(folder, 'canary.map'),
    servers: join(folder, 'servers.state'),
    pid: join(folder, 'haproxy.pid'),
    preview: `127.0.0.1:${previewPort}`,
    admin: { host: '127.0.0.1', port: adminPort },
    nameserver: names.address,
  };
}

async function writeConfiguration(routes: readonly EdgeRoute[], places: EdgePlaces): Promise<void> {
  const files = [
    ...problemFiles(),
    ['haproxy.cfg', edgeConfiguration(routes, places)],
    ['live.map', ''],
    ['canary.map', ''],
  ] as const;
  await Promise.all(files.map(([name, content]) => writeFile(join(places.files, name), content)));
}

async function ask(port: number, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${command}\n`);
  return text(socket);
}
