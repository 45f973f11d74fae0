import type { Fleet } from '../config/model.ts';
import type { FleetStatus } from '../runtimes/contract.ts';
import { type Check, ok, warn } from './check.ts';

/** Whether the cache that the config asks for is there; services work without it, each process for itself. */
export function cache(fleet: Pick<Fleet, 'runtime'>, status: FleetStatus | null, env = process.env): Check {
  return {
    name: 'cache',
    async look() {
      const running = status?.infrastructure.find(({ name }) => name === 'cache' || name === 'redis');
      if (running?.status === 'ready') return ok(running.detail ?? 'a Redis that answers');
      if (running) return warn(`Redis is ${running.status}: ${running.detail ?? running.name}`, 'aurora status');
      if (env.REDIS_URL || env.REDIS_URL_FILE) return ok('given by REDIS_URL');
      if (fleet.runtime === 'docker' && status === null) return ok('a Redis of its own, once the fleet is up');
      return warn(
        'no Redis is given: each process keeps limits and answers in its own memory',
        'REDIS_URL=redis://127.0.0.1:6379 aurora up, or aurora up --runtime docker',
      );
    },
  };
}
