import { readFileSync, statSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layout } from '../../layout.ts';

/** The bundles of a fleet's services, made in one go. */
export interface Manifest {
  /** The file of each service. */
  readonly files: Readonly<Record<string, string>>;
  /** 12 hexadecimal digits of the hash of each service's bundle; absent where an older Aurora made them, which counts as none. */
  readonly builds?: Readonly<Record<string, string>>;
  /** What went into them, and when each was last changed, epoch milliseconds. */
  readonly inputs: Readonly<Record<string, number>>;
}

export interface FoundBundle {
  readonly file: string;
  readonly build: string;
}

/** Finds the bundle of a service; none if its sources are not what they were when it was made. */
export function bundleFinder({ bundles }: Layout): (service: string) => FoundBundle | undefined {
  const manifest = read(bundles);
  const current = manifest && Object.entries(manifest.inputs).every(([path, change]) => changeOf(path) === change);
  return (service) => {
    const [file, build] = current ? [manifest.files[service], manifest.builds?.[service]] : [];
    return file === undefined || build === undefined ? undefined : { file, build };
  };
}

/** When a file was last changed, epoch milliseconds; undefined where there is none. */
export function changeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const draft = `${pathOf(folder)}.${process.pid}`;
  await writeFile(draft, JSON.stringify(manifest));
  await rename(draft, pathOf(folder));
}

function read(folder: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(pathOf(folder), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function pathOf(folder: string): string {
  return join(folder, 'manifest.json');
}
