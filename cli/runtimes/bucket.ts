import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileService, Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { readSecret, writeSecret } from './secret-file.ts';

/** What a file service that stores in a bucket is told of it (shared/storage), by the variable. */
export type Bucket = Readonly<Record<string, string>>;

const VARIABLES = ['S3_BUCKET', 'S3_ENDPOINT', 'S3_REGION', 'S3_ACCESS_KEY_ID'] as const;
/** Never in an environment that `docker inspect` shows. */
export const BUCKET_SECRET = 'S3_SECRET_ACCESS_KEY';

export function keepsInBucket(service: Fleet['services'][number]): service is FileService {
  return service.kind === 'file' && service.storage.driver === 's3';
}

/**
 * The bucket that the variables of this command name; where they name none, the one of before: a later command, in another terminal, must
 * not take it away from containers that run.
 *
 * @param secrets the folder of the fleet's secrets
 * @returns empty where nobody has named one yet: the service then says what it lacks
 */
export async function bucketOf(fleet: Fleet, given: NodeJS.ProcessEnv, secrets: string): Promise<Bucket> {
  if (!fleet.services.some(keepsInBucket)) return {};
  const kept = join(secrets, 'bucket.json');
  const named = await Promise.all([...VARIABLES, BUCKET_SECRET].map((name) => read(name, given)));
  const bucket: Bucket = Object.fromEntries(named.flatMap((each) => (each ? [each] : [])));
  if (bucket.S3_BUCKET === undefined) return JSON.parse((await readSecret(kept)) ?? '{}');
  await writeSecret(kept, JSON.stringify(bucket));
  return bucket;
}

async function read(name: string, given: NodeJS.ProcessEnv): Promise<[string, string] | undefined> {
  const [text, file] = [given[name], given[`${name}_FILE`]];
  if (text || !file) return text ? [name, text] : undefined;
  try {
    return [name, (await readFile(file, 'utf8')).trimEnd()];
  } catch (cause) {
    throw new AuroraError(
      'bad_variable',
      `${name}_FILE names a file that cannot be read: ${(cause as Error).message}`,
      {
        exit: 'usage',
        next: `correct ${name}_FILE, or set ${name}`,
        cause,
      },
    );
  }
}
