import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { withClient } from '../migrate/client.ts';
import type { Databases } from '../runtimes/contract.ts';

/** A service that has rows for a profile. */
export interface SeededService {
  readonly service: string;
  /** SHA-256 of the file that holds the rows. */
  readonly checksum: string;
}

/** Which services have seeds for a profile, in the order of the config. */
export async function servicesWithSeeds(fleet: Fleet, profile: string): Promise<SeededService[]> {
  const found = await Promise.all(
    fleet.services.map(async ({ name }) => {
      const content = await contentOf(join(fleet.root, 'services', name, 'src/seeds', `${profile}.ts`));
      return content && { service: name, checksum: createHash('sha256').update(content).digest('hex') };
    }),
  );
  return found.filter((each) => each !== undefined);
}

/** Those whose database has not had these very rows. */
export async function unseeded(fleet: Fleet, profile: string, databases: Databases): Promise<SeededService[]> {
  const services = await servicesWithSeeds(fleet, profile);
  const had = await Promise.all(services.map(({ service }) => lastChecksum(databases.url(service), profile)));
  return services.filter(({ checksum }, index) => had[index] !== checksum);
}

async function lastChecksum(url: string, profile: string): Promise<string | undefined> {
  return withClient(url, async (client) => {
    const { rows } = await client.query('SELECT checksum FROM seed_runs WHERE profile = $1', [profile]);
    return rows[0]?.checksum;
  });
}

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
