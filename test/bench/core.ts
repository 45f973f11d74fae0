import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { missing } from './missing.ts';

/** The server under test has one core for itself, load and what stands behind the server share the other. */
export const CORES = { server: 0, load: 1 };

/** What is started meanwhile runs on one core, now and later; this process goes back to where it ran. */
export async function onCore<T>(core: number, begin: () => Promise<T>): Promise<T> {
  const before = /mask: ([0-9a-f]+)/.exec(await taskset('-p', String(process.pid)))?.[1] as string;
  await taskset('-cp', String(core), String(process.pid));
  try {
    return await begin();
  } finally {
    await taskset('-p', before, String(process.pid));
  }
}

async function taskset(...args: string[]): Promise<string> {
  try {
    return (await promisify(execFile)('taskset', args)).stdout;
  } catch (error) {
    throw missing('util-linux', error);
  }
}
