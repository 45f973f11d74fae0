import { fork } from 'node:child_process';
import { once } from 'node:events';

export interface Started extends AsyncDisposable {
  readonly pid: number;
}

/** Starts a module as a process of its own and waits until it says that it listens. */
export async function start(
  module: string,
  env: NodeJS.ProcessEnv,
  execArgv: readonly string[] = [],
  stdout: 'ignore' | number = 'ignore',
): Promise<Started> {
  const child = fork(module, {
    env: { ...process.env, ...env },
    execArgv: [...execArgv],
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  await Promise.race([
    once(child, 'message'),
    exited.then(([code]) => Promise.reject(new Error(`${module} ended with ${code} before it listened`))),
  ]);
  return {
    pid: child.pid as number,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
