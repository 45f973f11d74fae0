import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { until } from '../../../shared/testing/index.ts';
import type { Wires } from './network.ts';

/** An engine on a host of its own. */
export interface StartedEngine {
  readonly host: Wires['hosts'][number];
  /** As `DOCKER_HOST`. */
  readonly address: string;
  readonly docker: Docker;
  readonly dataRoot: string;
  readonly pid: number;
}

/** @param mirror where images come from, as `host:port` */
export async function startEngine(
  folder: string,
  host: Wires['hosts'][number],
  mirror: string,
): Promise<StartedEngine> {
  const own = join(folder, host.name);
  mkdirSync(own, { recursive: true });
  const socket = join(own, 'docker.sock');
  const dataRoot = join(own, 'data');
  const flags = [
    `--data-root=${dataRoot}`,
    '--exec-root=/run/docker',
    '--pidfile=/run/docker.pid',
    `--host=unix://${socket}`,
    `--insecure-registry=${mirror}`,
    `--registry-mirror=http://${mirror}`,
    '--shutdown-timeout=5',
  ];
  // Whatever an engine keeps in /run is another one's there.
  const script = 'hostname "$1"; shift; mount -t tmpfs tmpfs /run && exec dockerd "$@"';
  const log = openSync(join(own, 'dockerd.log'), 'a');
  const child = spawn(
    'nsenter',
    [
      `--net=/run/netns/${host.name}`,
      'unshare',
      '--mount',
      '--uts',
      'sh',
      '-c',
      script,
      'dockerd',
      host.name,
      ...flags,
    ],
    { stdio: ['ignore', log, log], detached: true },
  );
  child.unref();
  const docker = new Docker({ socketPath: socket });
  let ended: number | null | undefined;
  void once(child, 'exit').then(([code]) => {
    ended = code;
  });
  await until(
    async () => {
      if (ended !== undefined) throw new Error(`dockerd ended with ${ended}: ${join(own, 'dockerd.log')}`);
      return docker.ping().then(
        () => true,
        () => false,
      );
    },
    { withinMs: 60_000 },
  );
  return { host, address: `unix://${socket}`, docker, dataRoot, pid: child.pid as number };
}
