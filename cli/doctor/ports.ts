import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { FleetStatus } from '../runtimes/contract.ts';
import { requireFreePorts } from '../runtimes/ports/require-free.ts';
import { type Check, fail, ok } from './check.ts';

/** Whether the services could listen; those that run already do. */
export function ports(fleet: Fleet, status: FleetStatus | null): Check {
  const running = new Set(status?.services.filter(({ status: health }) => health !== 'down').map(({ name }) => name));
  const wishes = fleet.services.filter(({ name }) => !running.has(name));
  return {
    name: 'ports',
    async look() {
      try {
        await requireFreePorts(wishes);
      } catch (error) {
        if (!(error instanceof AuroraError)) throw error;
        return fail(error.message, error.next ?? 'aurora up --isolated', error.details);
      }
      const numbers = fleet.services.map(({ port }) => port).join(', ');
      return ok(`${numbers} are ${running.size === 0 ? 'free' : 'free or held by this fleet'}`);
    },
  };
}
