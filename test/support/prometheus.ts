import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { guard, until } from '../../shared/testing/index.ts';

const PROMETHEUS = '/usr/bin/prometheus';
const ALERTMANAGER = '/usr/bin/prometheus-alertmanager';

/** Why tests with Prometheus cannot run here; undefined: they can. */
export const prometheusMissing = [PROMETHEUS, ALERTMANAGER].every(existsSync)
  ? undefined
  : 'prometheus is not installed (apt-get install --no-install-recommends prometheus prometheus-alertmanager)';

export interface StartedMonitor extends AsyncDisposable {
  readonly url: string;
}

/** @param config path of a prometheus.yml */
export function startPrometheus(config: string, port: number): Promise<StartedMonitor> {
  return start(PROMETHEUS, config, port, (folder) => [
    `--config.file=${basename(config)}`,
    `--storage.tsdb.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
  ]);
}

/** @param config path of an alertmanager.yml */
export function startAlertmanager(config: string, port: number): Promise<StartedMonitor> {
  return start(ALERTMANAGER, config, port, (folder) => [
    `--config.file=${basename(config)}`,
    `--storage.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ]);
}

/** It does not outlive the process that started it. */
async function start(
  program: string,
  config: string,
  port: number,
  flags: (folder: string) => string[],
): Promise<StartedMonitor> {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'aurora-test-prometheus-'));
  starting.defer(() => rm(folder, { recursive: true, force: true }));
  const child = spawn(program, flags(folder), { cwd: dirname(config), stdio: ['ignore', 'ignore', 'pipe'] });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const lift = guard(child.pid as number, folder);
  const ended = () => child.exitCode !== null || child.signalCode !== null;
  starting.defer(async () => {
    if (!ended()) {
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    }
    lift();
  });
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (ended()) throw new Error(`${program} ended:\n${log}`);
    return await isReady(url);
  });
  const running = starting.move();
  return { url, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/-/ready`)).ok;
  } catch {
    return false; // not yet
  }
}

/** Runs promtool or amtool; rejects with what it says where it finds something wrong. */
export async function checkWith(tool: 'promtool' | 'amtool', ...args: string[]): Promise<string> {
  try {
    const { stdout, stderr } = await promisify(execFile)(tool, args, { maxBuffer: 1e8 });
    return stdout + stderr;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${tool} ${args.join(' ')}:\n${stdout}${stderr}`);
  }
}
