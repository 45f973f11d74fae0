import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../shared/testing/index.ts';
import { aurora } from './aurora.ts';

/** The folder of a whole run (test/run/run-suite.ts); a file that runs by itself has none. */
const RUN = process.env.AURORA_TEST_RUN;
const PATIENT = { withinMs: 300_000 };

/**
 * Packs this repository, which is to build it: some twenty seconds of a core. The files of one run do so once.
 * @param folder for the tarball, where nobody else needs it
 * @returns its path
 */
export async function tarballOf(folder: string): Promise<string> {
  if (RUN === undefined) return pack(folder);
  const [begun, failed, packed] = ['packing', 'unpacked', 'packed'].map((name) => join(RUN, name)) as [
    string,
    string,
    string,
  ];
  if (isFirst(begun)) {
    try {
      await pack(begun);
      renameSync(join(begun, 'seed/vendor'), packed);
    } catch (error) {
      writeFileSync(failed, String(error));
      throw error;
    }
  }
  await until(() => existsSync(packed) || existsSync(failed), PATIENT);
  if (existsSync(failed)) throw new Error('another test file could not pack this repository; see what it says');
  return only(packed);
}

function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** By init, which packs a copy: others may be at work in this repository. */
async function pack(folder: string): Promise<string> {
  const made = await aurora(['init', 'seed', '--yes', '--no-install'], { cwd: folder });
  if (made.exitCode !== 0) throw new Error(made.stderr);
  return only(join(folder, 'seed/vendor'));
}

function only(folder: string): string {
  const [name = ''] = readdirSync(folder).filter((each) => each.endsWith('.tgz'));
  return join(folder, name);
}
