import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { AuroraError } from '../../errors.ts';
import { mark } from '../../timing.ts';
import { ensureRunFolder, type Layout, logFile } from '../layout.ts';
import { lastLines } from './supervisor/last-lines.ts';

/** The CLI runs from its sources in a clone, compiled in a package. */
const MAIN = join(import.meta.dirname, 'supervisor', `main${extname(import.meta.filename)}`);

/**
 * Starts a supervisor in a session of its own, so that it sees no Ctrl-C and outlives its terminal.
 * Returns what lets go of it: until then it ends when this process does. Null: another one was quicker.
 * @throws AuroraError `supervisor_failed`
 */
export async function launchSupervisor(fleet: string, layout: Layout): Promise<(() => void) | null> {
  ensureRunFolder(layout);
  const file = logFile(layout.logs, 'supervisor');
  const log = openSync(file, 'a', 0o600);
  const supervisor = spawn(process.execPath, [...FRUGAL_SUPERVISOR, MAIN, fleet, layout.root], {
    cwd: layout.root,
    detached: true,
    env: {
      ...inherited(process.env, layout),
      NODE_COMPILE_CACHE: compileCache(layout),
      NODE_OPTIONS: withoutInspector(process.env.NODE_OPTIONS),
    },
    stdio: ['pipe', 'pipe', log],
  }) as ChildProcessByStdio<Writable, Readable, null>;
  closeSync(log);
  supervisor.unref();

  const word = await firstLine(supervisor.stdout);
  mark(`supervisor ${word}`);
  if (word === 'taken') return null;
  if (word === 'claimed') return () => supervisor.stdin.destroy();
  throw new AuroraError('supervisor_failed', 'The supervisor did not start.', {
    exit: 'startup',
    details: lastLines(file, 0, 10),
  });
}

/** It lives as long as the fleet and does little: a small young generation, one thread beside the main one. */
const FRUGAL_SUPERVISOR = ['--max-semi-space-size=1', '--v8-pool-size=1'];

/** A debugger is for one process, that of `aurora run`; here the supervisor would take its port, and then every service want it. */
function withoutInspector(options = ''): string {
  return options.replace(/--inspect\S*/g, '').trim();
}

/** Beside the compiled code of the CLI, of which it is a part: it is there before the first `up` of a checkout. */
function compileCache(layout: Layout): string {
  const used = getCompileCacheDir();
  // Node adds a folder for its version.
  return used ? dirname(used) : layout.compileCache;
}

/**
 * Variables of this terminal that reach the services. What Aurora itself is told, the databases' administrator above all, does not.
 * Threads of one process share one heap of the C library: the others would mostly stay empty, in every service.
 */
export function inherited(env: NodeJS.ProcessEnv, layout: Layout): NodeJS.ProcessEnv {
  const own =
    /^(AURORA_|npm_|TRACES_|LOGS_OTLP)|^((DATABASE|BROKER|REDIS)_URL|OTEL_EXPORTER_OTLP_(ENDPOINT|HEADERS))(_FILE)?$/;
  const kept = Object.entries(env).filter(([name]) => !own.test(name));
  return { MALLOC_ARENA_MAX: '1', ...Object.fromEntries(kept), NODE_COMPILE_CACHE: layout.compileCache };
}

async function firstLine(stream: Readable): Promise<string | undefined> {
  for await (const line of createInterface({ input: stream })) return line;
  return undefined;
}
