import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Finished, run } from './aurora.ts';
import { linkPackages } from './link-packages.ts';
import { tarballOf } from './tarball.ts';

/** The package, packed and unpacked: as npm would install it, in several versions side by side. */
export class Packages implements Disposable {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), 'aurora-packages-')));

  #tarball = '';

  static async pack(): Promise<Packages> {
    const packages = new Packages();
    try {
      await packages.#unpack();
      return packages;
    } catch (error) {
      packages[Symbol.dispose]();
      throw error;
    }
  }

  async #unpack(): Promise<void> {
    const { folder } = this;
    this.#tarball = await tarballOf(folder);
    const unpacked = await run('tar', ['-xzf', this.#tarball, '-C', folder]);
    if (unpacked.exitCode !== 0) throw new Error(unpacked.stderr);
    linkPackages(folder);
  }

  /** Notes, as npm does, that it was installed from its tarball: `init` brings that along, where it would else pack it each time. */
  noteTarball(): void {
    const resolved = `file:${this.#tarball}`;
    const noted = { packages: { 'node_modules/aurora-fleet': { resolved } } };
    writeFileSync(join(this.folder, '.package-lock.json'), JSON.stringify(noted));
  }

  /** The launcher of the package as it was packed. */
  get program(): string {
    return join(this.folder, 'package/bin/run.js');
  }

  /** Another version of it; `files` are changed in it, or taken out of it. */
  async version(
    version: string,
    files: Readonly<Record<string, ((text: string) => string) | null>> = {},
  ): Promise<Package> {
    const root = join(this.folder, version);
    await cp(join(this.folder, 'package'), root, { recursive: true });
    const all = {
      ...files,
      'package.json': (text: string) => text.replace(/"version": ".*?"/, `"version": "${version}"`),
    };
    for (const [path, change] of Object.entries(all)) {
      const file = join(root, path);
      if (change === null) rmSync(file);
      else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, change(readOr(file, '')));
      }
    }
    return (cwd, ...args) => run(process.execPath, [join(root, 'bin/run.js'), ...args], { cwd });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Runs the CLI of that version. */
export type Package = (cwd: string, ...args: string[]) => Promise<Finished>;

function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise;
    throw error;
  }
}
