import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where a run of a fleet leaves its files. All of it is below `.aurora/run`, which git ignores and only its owner may read. */
export interface Layout {
  readonly root: string;
  readonly run: string;
  /** What the processes print: `<name>.log`, older parts as `.1` and `.2`. */
  readonly logs: string;
  readonly secrets: string;
  /** Passwords of servers in containers; there from the first use of an engine on. */
  readonly docker: string;
  /** There while the fleet may run on a swarm. */
  readonly swarm: string;
  /** Last good copies of settings and registry, one folder a service. */
  readonly state: string;
  /** Contents of files, one folder a service. */
  readonly storage: string;
  /** The embedded database; a link where its user cannot reach this folder. */
  readonly postgres: string;
  /** The services' code in few files, as they are run. */
  readonly bundles: string;
  /** Compiled code of the services, so that they start in half the time. */
  readonly compileCache: string;
  /** What files looked like when they were hashed for the tags of images. */
  readonly imageHashes: string;
  /** Link to the control socket, whose own path has to be short. */
  readonly control: string;
  /** What is known of deploys, a file each, and who is at work on one. */
  readonly deploys: string;
  /** The processes that are running, for the day when supervisor and guardian are both killed. */
  readonly record: string;
}

export function layoutOf(root: string): Layout {
  const run = join(root, '.aurora', 'run');
  return {
    root,
    run,
    logs: join(run, 'logs'),
    secrets: join(run, 'secrets'),
    docker: join(run, 'secrets', 'docker'),
    swarm: join(run, 'swarm'),
    state: join(run, 'state'),
    storage: join(run, 'storage'),
    postgres: join(run, 'postgres'),
    bundles: join(run, 'bundles'),
    compileCache: join(run, 'compile-cache'),
    imageHashes: join(run, 'image-hashes.json'),
    control: join(run, 'control.sock'),
    deploys: join(run, 'deploys'),
    record: join(run, 'processes.log'),
  };
}

export function logFile(logs: string, name: string): string {
  return join(logs, `${name}.log`);
}

/** Makes the folder of a run and the one for its logs. `.aurora` itself also holds what git knows, and is as open as the checkout. */
export function ensureRunFolder({ run, logs }: Layout): void {
  mkdirSync(dirname(run), { recursive: true });
  mkdirSync(logs, { recursive: true, mode: 0o700 });
}
