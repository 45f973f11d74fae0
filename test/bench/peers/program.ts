import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, until } from '../../../shared/testing/index.ts';
import { missing } from '../missing.ts';

export interface Program extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

export interface Recipe {
  readonly name: string;
  /** Of the file `config` in the folder that it runs in. */
  readonly config: (port: number) => string;
  readonly args: readonly string[];
  /** What ends it in order. */
  readonly ending: NodeJS.Signals;
}

/** Starts a proxy that is no Node program, and waits until what stands behind it answers through it. */
export async function startProgram({ name, config, args, ending }: Recipe): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), `aurora-bench-${name}-`));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await writeFile(join(folder, 'config'), config(port));
  const child = spawn(name, args, { cwd: folder, stdio: 'ignore' });
  const end = async (signal: NodeJS.Signals) => {
    if (child.pid !== undefined && child.exitCode === null) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await Promise.race([failure(name, child), until(() => answers(url))]);
  } catch (error) {
    await end('SIGKILL');
    throw missing(name, error);
  }
  return { url, pid: child.pid as number, [Symbol.asyncDispose]: () => end(ending) };
}

/** Rejects if it ends, or never began. */
async function failure(name: string, child: ChildProcess): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${name} ended with ${code}`);
}

function answers(url: string): Promise<boolean> {
  return fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );
}
