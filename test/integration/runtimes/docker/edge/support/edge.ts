import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { COLOURS, type Colour, containerOf } from '../../../../../../cli/runtimes/docker/edge/colours.ts';
import { edgeConfiguration } from '../../../../../../cli/runtimes/docker/edge/configuration.ts';
import type { EdgeRoute } from '../../../../../../cli/runtimes/docker/edge/frontends.ts';
import type { EdgePlaces } from '../../../../../../cli/runtimes/docker/edge/places.ts';
import { problemFiles } from '../../../../../../cli/runtimes/docker/edge/problems.ts';
import { type EdgeServer, serversOf } from '../../../../../../cli/runtimes/docker/edge/servers.ts';
import { switched, switchScript } from '../../../../../../cli/runtimes/docker/edge/switch.ts';
import { freePort, guard, until } from '../../../../../../shared/testing/index.ts';
import { type Names, startNames } from './names.ts';

const HAPROXY = '/usr/sbin/haproxy';

/** Why tests on HAProxy cannot run here; undefined: they can. */
export const haproxyMissing = existsSync(HAPROXY)
  ? undefined
  : 'haproxy is not installed (apt-get install --no-install-recommends haproxy)';

export interface StartedEdge extends AsyncDisposable {
  readonly url: string;
  /** As other services have it. */
  readonly innerUrl: string;
  readonly previewUrl: string;
  readonly port: number;
  /** The port that the service is looked for at, wherever its name leads to. */
  readonly servicePort: number;
  /** Makes a colour of the service be at an address, or nowhere; returns once the edge knows. */
  place(colour: Colour, address: string | null): Promise<void>;
  switchTo(colour: Colour): Promise<void>;
  servers(): Promise<readonly EdgeServer[]>;
  /** SIGKILL, and a new one in its place. */
  restart(): Promise<void>;
  /** Bytes that it holds in memory. */
  memory(): Promise<number>;
  /** Lines that it has logged. */
  log(): readonly string[];
}

/** A real HAProxy in front of one service, `order`, as the fleet `demo` would have it. */
export async function startEdge(): Promise<StartedEdge> {
  const names = await startNames();
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-edge-'));
  const [port, innerPort, previewPort, adminPort, servicePort] = (await Promise.all(
    Array.from({ length: 5 }, freePort),
  )) as [number, number, number, number, number];
  const places = placesIn(folder, { adminPort, previewPort }, names);
  const listening = { listen: `127.0.0.1:${port}`, inner: `127.0.0.1:${innerPort}` };
  const route = { service: 'order', ...listening, servers: serversIn('demo', 'order', servicePort) };
  await writeConfiguration([route], places);

  let log = '';
  const start = async () => {
    const child = spawn(HAPROXY, ['-db', '-f', join(folder, 'haproxy.cfg')], { stdio: ['ignore', 'pipe', 'pipe'] });
    const lift = guard(child.pid as number);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (line) => (log += line));
    await until(() => child.exitCode !== null || ask(adminPort, 'show version').then(Boolean, () => false));
    if (child.exitCode !== null) throw new Error(`haproxy ended with ${child.exitCode}: ${log}`);
    return { child, lift };
  };
  let running = await start();
  const kill = async () => {
    const exited = once(running.child, 'exit');
    running.child.kill('SIGKILL');
    await exited;
    running.lift();
  };
  const servers = async () => serversOf(await ask(adminPort, 'show servers state'));

  return {
    url: `http://127.0.0.1:${port}`,
    innerUrl: `http://127.0.0.1:${innerPort}`,
    previewUrl: `http://127.0.0.1:${previewPort}`,
    port,
    servicePort,
    servers,
    async place(colour, address) {
      const name = containerOf('demo', 'order', colour);
      if (address === null) names.known.delete(name);
      else names.known.set(name, address);
      await until(async () => {
        const lines = (await ask(adminPort, 'show servers state')).split('\n');
        const line = lines.find((each) => each.split(' ')[3] === colour)?.split(' ');
        const there = (await servers()).find((each) => each.colour === colour)?.there;
        return address === null ? there === false : there === true && line?.[4] === address;
      });
    },
    async switchTo(colour) {
      const { stdout } = await promisify(execFile)('bash', ['-c', switchScript(places), 'edge', 'order', colour]);
      if (switched(stdout).get('order') !== colour) throw new Error(`not switched: ${stdout}`);
    },
    async restart() {
      await kill();
      running = await start();
    },
    async memory() {
      const status = await readFile(`/proc/${running.child.pid}/status`, 'utf8');
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

/** What HAProxy says of a configuration: nothing but that it is valid, if all is well. */
export async function check(routes: readonly EdgeRoute[]): Promise<string> {
  await using names = await startNames();
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-edge-'));
  try {
    await writeConfiguration(
      routes,
      placesIn(folder, { adminPort: await freePort(), previewPort: await freePort() }, names),
    );
    const { stdout, stderr } = await promisify(execFile)(HAPROXY, ['-c', '-f', join(folder, 'haproxy.cfg')]);
    return stdout + stderr;
  } finally {
    await rm(folder, { recursive: true });
  }
}

export function serversIn(project: string, service: string, port: number): EdgeRoute['servers'] {
  const [blue, green] = COLOURS.map((colour) => `${containerOf(project, service, colour)}:${port}`);
  return { blue: blue as string, green: green as string };
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
