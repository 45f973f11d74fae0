import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { FleetStatus } from '../../../cli/runtimes/contract.ts';
import { connectEngine, type Engine } from '../../../cli/runtimes/docker/engine.ts';
import { LABELS } from '../../../cli/runtimes/docker/labels.ts';
import { type Clone, clone } from '../clone.ts';
import { guardContainers } from './guard.ts';
import { type Everything, everythingOf } from './observed.ts';

/** A clone whose fleet is to run in containers, on ports and by names of its own. Nothing of it is left. */
export interface FleetOfContainers extends Clone {
  readonly engine: Engine;
  /** @throws Error with all that it said unless it went well */
  up(...args: string[]): Promise<void>;
  /** The steps of `up`, each with its reason. */
  plan(...args: string[]): Promise<ReadonlyMap<string, string>>;
  /** Null: none runs. */
  status(): Promise<FleetStatus | null>;
  /** How a part does, and why. */
  healthOf(part: string): Promise<{ readonly status: string; readonly reason?: string | undefined } | undefined>;
  /** Part → id of its container. */
  ids(): Promise<ReadonlyMap<string, string>>;
  everything(): Promise<Everything>;
  /** Its CLI, while it runs. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): Running;
}

export interface Running {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  output(): string;
  readonly ended: Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }>;
}

/** @param services of the config, as YAML; absent: all of this repository's */
export async function fleetOfContainers(services?: readonly string[]): Promise<FleetOfContainers> {
  await using starting = new AsyncDisposableStack();
  const copy = starting.use(await clone({ AURORA_RUNTIME: 'docker' }));
  starting.use(guardContainers(copy.root));
  starting.defer(async () => void (await copy.aurora('down', '--volumes')));
  if (services) await writeFile(join(copy.root, 'aurora.config.yaml'), configOf(services));
  const engine = await connectEngine();
  const up = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await copy.aurora('up', '-d', '--isolated', ...args);
    if (exitCode !== 0) throw new Error(`aurora up: ${stdout}${stderr}`);
  };
  const status = async () => {
    const { exitCode, stdout } = await copy.aurora('status', '--json');
    return exitCode === 4 ? null : (JSON.parse(stdout) as FleetStatus);
  };
  const running = starting.move();
  return {
    ...copy,
    engine,
    up,
    async plan(...args) {
      const { stdout, stderr } = await copy.aurora('up', '--isolated', '--dry-run', '--json', ...args);
      if (stdout === '') throw new Error(stderr);
      const { steps } = JSON.parse(stdout) as { steps: { title: string; because: string }[] };
      return new Map(steps.map(({ title, because }) => [title, because]));
    },
    status,
    async healthOf(part) {
      const now = await status();
      const service = now?.services.find(({ name }) => name === part);
      const beside = now?.infrastructure.find(({ name }) => name === part);
      return service ?? (beside && { status: beside.status, reason: beside.detail });
    },
    async ids() {
      // One question: an engine that is asked for everything again and again has no time left to make anything.
      const containers = await engine.listContainers({
        all: true,
        filters: { label: [`${LABELS.folder}=${copy.root}`] },
      });
      return new Map(containers.map(({ Id, Labels }) => [Labels[LABELS.part] ?? '', Id]));
    },
    everything: () => everythingOf(engine, copy.root),
    start(args, env = {}) {
      const child = spawn(process.execPath, [join(copy.root, 'bin/run.js'), ...args], {
        cwd: copy.root,
        // Where CI is told, what has not been generated since the config changed stops `up`.
        env: { ...process.env, CI: '', AURORA_RUNTIME: 'docker', ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (piece: string) => {
          output += piece;
        });
      }
      const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
      return {
        process: child,
        output: () => output,
        ended: ended.then(([[exitCode], stdout, stderr]) => ({ exitCode, stdout, stderr })),
      };
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function configOf(services: readonly string[]): string {
  return ['version: 1', 'name: aurora', 'services:', ...services.map((line) => `  ${line}`), ''].join('\n');
}
