import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet, Service } from '../config/model.ts';
import { profilesOf } from '../config/seed-rows.ts';
import { AuroraError } from '../errors.ts';

/** Rows for developers; tests ask for theirs themselves. */
export const DEVELOPMENT_PROFILE = 'dev';

/** The rows of one profile that one service begins with. */
export interface Seeds {
  readonly service: string;
  readonly profile: string;
  /** SHA-256 of the files that hold them. */
  readonly checksum: string;
}

/** The rows that a service has for a profile; undefined where it has none. */
export async function seedsOf(fleet: Fleet, service: string, profile: string): Promise<Seeds | undefined> {
  const found = fleet.services.find(({ name }) => name === service);
  const isConfigured = found !== undefined && configuredIn(found).includes(profile);
  const files = [
    join(folderOf(fleet, service), `${profile}.ts`),
    ...(isConfigured ? [join(fleet.root, 'services', service, 'src', 'generated', 'seed-rows.ts')] : []),
  ];
  const contents = (await Promise.all(files.map((file) => unlessMissing(readFile(file))))).filter(
    (each) => each !== undefined,
  );
  if (contents.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const content of contents) hash.update(content);
  return { service, profile, checksum: hash.digest('hex') };
}

/**
 * Refuses a profile that no service has.
 * @throws AuroraError `no_such_profile` with those that there are
 */
export async function requireProfile(fleet: Fleet, profile: string): Promise<void> {
  const files = await Promise.all(fleet.services.map(({ name }) => unlessMissing(readdir(folderOf(fleet, name)))));
  const own = files.flatMap((names) => names ?? []).filter((name) => name.endsWith('.ts'));
  const configured = fleet.services.flatMap(configuredIn);
  const profiles = [...new Set([...own.map((name) => name.slice(0, -'.ts'.length)), ...configured])].sort();
  if (profiles.includes(profile)) return;
  throw new AuroraError('no_such_profile', `The fleet ${fleet.name} has no seed profile "${profile}".`, {
    exit: 'usage',
    details: [profiles.length === 0 ? 'No service has seeds.' : `Its profiles: ${profiles.join(', ')}`],
    next: `aurora seed --profile ${profiles[0] ?? DEVELOPMENT_PROFILE}`,
  });
}

/** Profiles that the config has rows of a service for. */
function configuredIn(service: Service): string[] {
  return service.kind === 'domain' ? profilesOf(service) : [];
}

function folderOf(fleet: Fleet, service: string): string {
  return join(fleet.root, 'services', service, 'src', 'seeds');
}

async function unlessMissing<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
