import type { Fleet } from '../config/model.ts';
import { withClient } from '../migrate/client.ts';
import type { Databases } from '../runtimes/databases.ts';
import { type Seeds, seedsOf } from './profiles.ts';

/** The rows of a profile that a service's database has not had, as they are now. */
export async function unseeded(
  fleet: Fleet,
  service: string,
  profile: string,
  databases: Databases,
): Promise<Seeds | undefined> {
  const seeds = await seedsOf(fleet, service, profile);
  if (!seeds) return undefined;
  const last = await lastChecksum(databases.url(service), profile);
  return last === seeds.checksum ? undefined : seeds;
}

/** A seed job records its rows when all are there. */
function lastChecksum(url: string, profile: string): Promise<string | undefined> {
  return withClient(url, async (client) => {
    const sql = 'SELECT checksum FROM seed_runs WHERE profile = $1';
    return (await client.query<{ checksum: string }>(sql, [profile]))[0]?.checksum;
  });
}
