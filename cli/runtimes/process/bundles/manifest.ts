import { readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { areUnchanged, type BundledInputs } from '../../bundled-inputs.ts';
import type { Layout } from '../../layout.ts';

/** The bundles of a fleet's services, made in one go. */
export interface Manifest {
  /** The file of each service. */
  readonly files: Readonly<Record<string, string>>;
  /** 12 hexadecimal digits of the hash of each service's bundle; absent where an older Aurora made them, which counts as none. */
  readonly builds?: Readonly<Record<string, string>>;
  readonly inputs: BundledInputs;
}

export interface FoundBundle {
  readonly file: string;
  readonly build: string;
}

/** Finds the bundle of a service; none if its sources are not what they were when it was made. */
export function bundleFinder({ bundles }: Layout): (service: string) => FoundBundle | undefined {
  const manifest = read(bundles);
  const current = manifest && areUnchanged(manifest.inputs);
  return (service) => {
    const [file, build] = current ? [manifest.files[service], manifest.builds?.[service]] : [];
    return file === undefined || build === undefined ? undefined : { file, build };
  };
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
