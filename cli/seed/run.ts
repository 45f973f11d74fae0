import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { SeededService } from './state.ts';

/**
 * Runs the seed job of a service, which sends its rows through the service's own commands.
 * @throws AuroraError `seed_failed` with the last lines that it printed
 */
export async function runSeeds(
  fleet: Fleet,
  { service, checksum }: SeededService,
  profile: string,
  environment: Readonly<Record<string, string>>,
): Promise<void> {
  const folder = join(fleet.root, 'services', service);
  try {
    await promisify(execFile)(process.execPath, [join(folder, 'src', 'seed.ts')], {
      cwd: folder,
      env: { ...process.env, ...environment, SEED_PROFILE: profile, SEED_CHECKSUM: checksum },
    });
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    throw new AuroraError('seed_failed', `The rows of ${service} could not be created.`, {
      exit: 'failed',
      details: `${stdout}${stderr}`.trim().split('\n').slice(-5),
      next: `correct services/${service}/src/seeds/${profile}.ts, then aurora up`,
      cause,
    });
  }
}
