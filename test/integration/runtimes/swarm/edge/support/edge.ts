import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { problemFiles } from '../../../../../../cli/runtimes/docker/edge/problems.ts';
import { type SwarmRoute, swarmEdge } from '../../../../../../cli/runtimes/swarm/edge/configuration.ts';
import { DIGEST, mapIn, type SwarmEdgePlaces } from '../../../../../../cli/runtimes/swarm/edge/places.ts';
import { edgeScript, INCARNATION } from '../../../../../../cli/runtimes/swarm/edge/script.ts';
import { digestOf } from '../../../../../../cli/runtimes/swarm/edge/token.ts';
import { guard, until } from '../../../../../../shared/testing/index.ts';

export interface EdgePortsHere {
  readonly control: number;
  readonly own: number;
  readonly admin: number;
  readonly preview: number;
  /** Public and inner one of each service, by their order. */
  readonly services: readonly (readonly [number, number])[];
  /** At which the tasks of all services are looked for. */
  readonly tasks: number;
}

/** The edge of one node: a real HAProxy, and what runs beside it, on an address of its own. */
export class NodeEdge {
  readonly address: string;
  readonly ports: EdgePortsHere;
  readonly places: SwarmEdgePlaces;
  readonly #folder: string;
  readonly #routes: readonly SwarmRoute[];
  #running: { readonly pid: number; readonly exited: Promise<unknown>; readonly lift: () => void } | undefined;
  #log = '';

  constructor(folder: string, address: string, ports: EdgePortsHere, services: readonly string[], nameserver: string) {
    this.#folder = join(folder, address);
    this.address = address;
    this.ports = ports;
    this.places = {
      files: this.#folder,
      state: join(this.#folder, 'state'),
      preview: `${address}:${ports.preview}`,
      control: `${address}:${ports.control}`,
      own: { host: address, port: ports.own },
      admin: { host: address, port: ports.admin },
      nameserver,
      others: `cat ${this.#folder}/others`,
      othersPort: ports.control,
    };
    this.#routes = services.map((service, index) => ({
      service,
      port: ports.tasks,
      listen: `${address}:${ports.services[index]?.[0]}`,
      inner: `${address}:${ports.services[index]?.[1]}`,
    }));
  }

  get controlUrl(): string {
    return `http://${this.places.control}`;
  }

  url(service = 0): string {
    return `http://${this.#routes[service]?.listen}`;
  }

  innerUrl(service = 0): string {
    return `http://${this.#routes[service]?.inner}`;
  }

  get log(): string {
    return this.#log;
  }

  /** Whom the engine's resolver leads it to. */
  async sees(addresses: readonly string[]): Promise<void> {
    await mkdir(this.places.state, { recursive: true });
    await writeFile(join(this.#folder, 'others'), addresses.map((address) => `${address}\n`).join(''));
  }

  async write(token: string): Promise<void> {
    const files = [
      ...problemFiles(),
      ['haproxy.cfg', swarmEdge(this.#routes, this.places)],
      ['edge.sh', edgeScript(this.places, 1)],
      [DIGEST, `${digestOf(token)}\n`],
    ] as const;
    await mkdir(this.places.state, { recursive: true });
    await Promise.all(files.map(([name, content]) => writeFile(join(this.#folder, name), content)));
  }

  /** What HAProxy says of its configuration. */
  async check(): Promise<string> {
    await writeFile(mapIn(this.places), '');
    const { stdout, stderr } = await promisify(execFile)(HAPROXY, ['-c', '-f', join(this.#folder, 'haproxy.cfg')]);
    return stdout + stderr;
  }

  /** @param incarnation the id of the swarm's service */
  async start(incarnation = 'one'): Promise<void> {
    const child = spawn('bash', [join(this.#folder, 'edge.sh'), 'begin'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, [INCARNATION]: incarnation },
    });
    const lift = guard(-(child.pid as number));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece) => {
        this.#log += piece;
      });
    }
    this.#running = { pid: child.pid as number, exited: once(child, 'exit'), lift };
    await until(() => child.exitCode !== null || fetch(`${this.controlUrl}/state`).then(Boolean, () => false));
    if (child.exitCode !== null) throw new Error(`the edge ended with ${child.exitCode}: ${this.#log}`);
  }

  /** As by a cut of power: nobody is asked. */
  async kill(): Promise<void> {
    if (!this.#running) return;
    const { pid, exited, lift } = this.#running;
    process.kill(-pid, 'SIGKILL');
    await exited;
    lift();
    this.#running = undefined;
  }

  /** What is on its disk. */
  kept(): Promise<string> {
    return readFile(mapIn(this.places), 'utf8');
  }

  /** Loses its disk, or gets another one. */
  async lose(): Promise<void> {
    await rm(this.places.state, { recursive: true, force: true });
  }
}

const HAPROXY = '/usr/sbin/haproxy';

/** Why tests on HAProxy cannot run here; undefined: they can. */
export const haproxyMissing = existsSync(HAPROXY)
  ? undefined
  : 'haproxy is not installed (apt-get install --no-install-recommends haproxy)';
