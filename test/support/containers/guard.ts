import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Takes away whatever was made in containers from a folder: when it is disposed of, and with the folder when this process is gone,
 * however it went. See `guard` in shared/testing.
 */
export function guardContainers(folder: string): AsyncDisposable {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'guard-program.ts'), folder], {
    stdio: ['pipe', 'ignore', 'inherit'],
    detached: true,
  });
  child.unref();
  const ended = once(child, 'exit');
  return {
    async [Symbol.asyncDispose]() {
      child.ref();
      child.stdin.end('in order\n');
      const [code] = await ended;
      if (code !== 0) throw new Error(`what was made from ${folder} may still be there`);
    },
  };
}
