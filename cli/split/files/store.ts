import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BlobStorage } from '../../../shared/storage/contract.ts';
import type { FileService, Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';

/** Where a file service keeps contents, and what it thinks of names and types. */
export interface FileStore {
  readonly storage: BlobStorage;
  /** The media type of a content by its first bytes. */
  sniff(head: Buffer, whole: boolean, declaredType: string): Promise<string>;
  /** Whether it is a name that a file may have. */
  isName(name: string): boolean;
}

type Variables = Readonly<Record<string, object>>;

/**
 * The storage of a file service, opened by the service's own code with its own environment, so that all is as it would have stored it.
 * @throws AuroraError `packages_missing`, `split_storage`
 */
export async function openStore(
  fleet: Fleet,
  { name, storage: { driver } }: FileService,
  environment: Readonly<Record<string, string>>,
): Promise<FileStore> {
  const folder = join(fleet.root, 'services', name);
  const { resolve } = createRequire(join(folder, 'package.json'));
  const part = (path: string) => import(pathToFileURL(path).href);
  const [shared, settings, sniffing, naming] = await Promise.all([
    part(resolve('@aurora/shared/storage')),
    part(resolve('@aurora/shared/settings')),
    part(join(folder, 'src/generated/upload/sniff.ts')),
    part(join(folder, 'src/generated/file/name.ts')),
  ]).catch((cause: Error) => {
    throw new AuroraError('packages_missing', 'The packages of the fleet are not installed.', {
      exit: 'machine',
      details: [cause.message.split('\n')[0] ?? ''],
      next: 'npm install',
      cause,
    });
  });
  try {
    const variables: Variables = shared.storageVariables(driver);
    const values = settings.readEnvironment(variables, { ...process.env, ...environment });
    const storage: BlobStorage = await shared.openStorage(driver, values, `${fleet.name}/${name}`);
    await storage.check();
    return { storage, sniff: sniffing.sniff, isName: (text) => isName(text, naming.requireName) };
  } catch (cause) {
    throw new AuroraError('split_storage', `The storage of ${name} cannot be written to.`, {
      exit: 'machine',
      details: (cause as Error).message.split('\n'),
      next: `give its variables as ${name} has them, e.g. STORAGE_DIR or S3_BUCKET`,
      cause,
    });
  }
}

function isName(text: string, requireName: (name: string, path: string) => string): boolean {
  try {
    return requireName(text, '/name') === text;
  } catch {
    return false; // it throws what clients are told
  }
}
