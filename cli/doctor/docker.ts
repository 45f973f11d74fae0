import { get, type IncomingMessage, type RequestOptions } from 'node:http';
import { json } from 'node:stream/consumers';
import type { RuntimeName } from '../config/model.ts';
import { type Check, ok, warn } from './check.ts';

const timeoutMs = 1000;

/** Only a fleet whose config asks for an engine misses one. */
export function docker(runtime: RuntimeName | 'auto' | undefined): Check {
  return {
    name: 'docker',
    async look() {
      const engine = await engineVersion(process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock');
      if (engine) return ok(`engine ${engine}`);
      const found = 'no engine answers';
      return runtime === 'docker' || runtime === 'swarm'
        ? warn(found, 'start Docker, or set runtime: process in the config')
        : ok(`${found}; the process runtime needs none`);
    },
  };
}

async function engineVersion(host: string): Promise<string | undefined> {
  const { protocol, hostname, port, pathname } = new URL(host);
  const target: RequestOptions = protocol === 'unix:' ? { socketPath: pathname } : { hostname, port };
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ ...target, path: '/version', signal: AbortSignal.timeout(timeoutMs) }, resolve).on('error', reject);
    });
    const version = (await json(response)) as { Version?: string };
    return version.Version;
  } catch {
    // Nobody there, not allowed, or no engine: to whoever wants to use it the same.
    return undefined;
  }
}
