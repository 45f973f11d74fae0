import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { missing } from './missing.ts';

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A Lua script for wrk, written to a file of its own. */
  readonly script?: { readonly file: string; readonly content: string };
}

/** Answered requests a second under a closed load; fails if any was not answered with 2xx. */
export async function requestsPerSecond({ url, connections, seconds, headers = {}, script }: Load): Promise<number> {
  if (script) await writeFile(script.file, script.content);
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const scripted = script ? ['-s', script.file] : [];
  const output = await wrk(['-t1', `-c${connections}`, `-d${seconds}s`, ...named, ...scripted, url]);
  const failures = /Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)/.exec(output);
  if (failures) throw new Error(`${url} under load: ${failures[0]}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]);
}

async function wrk(args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)('wrk', args)).stdout;
  } catch (error) {
    throw missing('wrk', error);
  }
}
