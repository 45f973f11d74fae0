import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { until } from '../../../../shared/testing/until.ts';

const PROGRAM = fileURLToPath(new URL('./service-process.ts', import.meta.url));

export interface ServiceProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Standard output so far, a JSON object a line. */
  lines(): Record<string, unknown>[];
  stderr(): string;
  /** Resolves once it listens. */
  url(): Promise<string>;
  exitCode(): Promise<number | null>;
}

/** A service as a process of its own, started as its `main.ts` would; killed when the test is over, whatever came of it. */
export function startProcess(
  env: NodeJS.ProcessEnv,
  { ipc = false, program = PROGRAM }: { ipc?: boolean; program?: string } = {},
): ServiceProcess {
  const child = spawn(process.execPath, [program], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  // Not 'close': that never comes once this side has closed the IPC channel.
  const ended = Promise.all([once(child, 'exit'), once(child.stdout as Readable, 'close')]);
  const lines = () =>
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    child,
    lines,
    stderr: () => stderr,
    url: () =>
      until(
        () => {
          if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}: ${stderr}`);
          return /http:\/\/[\d.]+:\d+/.exec(stdout)?.[0];
        },
        { withinMs: 30_000 },
      ),
    exitCode: async () => (await ended)[0][0],
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
