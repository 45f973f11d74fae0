import { inspectFleet } from '../config/load.ts';
import type { Fleet, RuntimeName } from '../config/model.ts';
import { cache } from '../doctor/cache.ts';
import { type Check, fail, ok, type Verdict, warn } from '../doctor/check.ts';
import { disk } from '../doctor/disk.ts';
import { docker } from '../doctor/docker.ts';
import { memory } from '../doctor/memory.ts';
import { node } from '../doctor/node.ts';
import { npm } from '../doctor/npm.ts';
import { ports } from '../doctor/ports.ts';
import { postgres } from '../doctor/postgres.ts';
import { runFolder } from '../doctor/run-folder.ts';
import { swarmChecks } from '../doctor/swarm/checks.ts';
import { lookAtSwarm } from '../doctor/swarm/sight.ts';
import type { FleetStatus } from '../runtimes/contract.ts';
import { findDrift } from './generate.ts';

export interface Finding extends Verdict {
  readonly check: string;
}

interface Options {
  readonly file?: string | undefined;
  readonly environment?: string | undefined;
  /** Instead of the config's. */
  readonly runtime?: RuntimeName | 'auto' | undefined;
}

/** Looks at everything that a fleet needs, all at once. What hangs on the config is left out while there is no valid one. */
export async function examine(
  options: Options,
  observe: (fleet: Fleet) => Promise<FleetStatus | null>,
): Promise<Finding[]> {
  const { fleet, findings, file } = await inspectFleet(options);
  const config: Check = {
    name: 'config',
    look: async () => (fleet ? ok(file) : fail(mistakes(findings.length, file), 'aurora config validate')),
  };
  const wanted = options.runtime ?? fleet?.runtime;
  // An engine that has no swarm to show has no fleet on it either.
  const swarm = fleet && wanted === 'swarm' ? await lookAtSwarm(fleet) : undefined;
  const status = fleet && !(swarm && 'because' in swarm) ? await observe(fleet) : null;
  const seen = swarm ?? (fleet && status?.runtime === 'swarm' ? await lookAtSwarm(fleet) : undefined);
  const engine = fleet && seen ? swarmChecks(fleet, seen) : [docker(wanted)];
  const machine = [node, npm, disk(fleet?.root ?? process.cwd()), memory, ...engine];
  const checks = [...machine, config, ...(fleet ? ofFleet(fleet, status) : [])];
  return Promise.all(checks.map(async (check) => ({ check: check.name, ...(await check.look()) })));
}

function ofFleet(fleet: Fleet, status: FleetStatus | null): Check[] {
  const embedded = fleet.infrastructure.database.engine === 'postgres' ? [postgres] : [];
  const cached = fleet.infrastructure.cache.engine === 'redis' ? [cache(fleet, status)] : [];
  return [
    ports(fleet, status),
    ...embedded,
    ...cached,
    drift(fleet.file),
    runFolder(fleet.root, { running: status !== null }),
  ];
}

function drift(file: string): Check {
  return {
    name: 'generated code',
    async look() {
      const { changes } = await findDrift({ file });
      if (changes.length === 0) return ok('as the config asks for');
      const files = changes.length === 1 ? '1 file differs' : `${changes.length} files differ`;
      return warn(`${files} from what the config asks for`, 'aurora generate');
    },
  };
}

function mistakes(count: number, file: string): string {
  return count === 1 ? `a mistake in ${file}` : `${count} mistakes in ${file}`;
}
