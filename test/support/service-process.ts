import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { until } from '../../shared/testing/until.ts';

const root = resolve(import.meta.dirname, '../..');

/** A service as its own process, started as a supervisor starts it; it ends with the test that holds it. */
export interface ServiceProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Log lines so far. */
  readonly lines: readonly Record<string, unknown>[];
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, as a crash would. */
  kill9(): Promise<void>;
}

/** Resolves once the service listens. `fleet` is the folder that its code is in. */
export async function startProcess(
  service: string,
  env: Record<string, string>,
  fleet = root,
): Promise<ServiceProcess> {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = fork(resolve(fleet, `services/${service}/src/main.ts`), {
    execArgv: [],
    env: { PATH, NODE_COMPILE_CACHE, HOST: '127.0.0.1', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const { lines, rest } = follow(child);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const listening = once(child, 'message') as Promise<[{ port: number }]>;
  const first = await Promise.race([listening, exited.then(() => undefined)]);
  if (first === undefined) throw new Error(`${service} did not start:\n${rest.join('')}`);

  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await exited)[0];
  };
  return {
    url: `http://127.0.0.1:${first[0].port}`,
    pid: child.pid as number,
    lines,
    stop: () => end('SIGTERM'),
    kill9: async () => void (await end('SIGKILL')),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}

function follow({ stdout, stderr }: ChildProcess) {
  const lines: Record<string, unknown>[] = [];
  const rest: string[] = [];
  let open = '';
  stdout?.setEncoding('utf8').on('data', (text: string) => {
    const parts = (open + text).split('\n');
    open = parts.pop() ?? '';
    for (const part of parts) lines.push(JSON.parse(part));
  });
  stderr?.setEncoding('utf8').on('data', (text: string) => rest.push(text));
  return { lines, rest };
}

/** Waits for a log line with that message. */
export function untilLogged(service: ServiceProcess, msg: string): Promise<Record<string, unknown>> {
  return until(() => service.lines.find((line) => line.msg === msg), { withinMs: 20_000 });
}
