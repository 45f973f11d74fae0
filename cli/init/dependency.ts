import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { AuroraError } from '../errors.ts';
import { packageJson, packageRoot } from '../package.ts';

/** Where a fleet keeps the tarball of the package, so that it can be cloned and moved. */
const VENDOR = 'vendor';

/**
 * What the fleet shall ask for of the package: the version where it came from a registry, the URL where from one.
 * Where it came from a tarball, or from nowhere that npm has noted, the tarball goes along.
 */
export async function bringPackage(fleetRoot: string, signal: AbortSignal): Promise<string> {
  const { name, version } = packageJson();
  const origin = originOf(name);
  if (origin && !origin.startsWith('file:')) return origin === 'registry' ? version : origin;
  const folder = join(fleetRoot, VENDOR);
  mkdirSync(folder, { recursive: true });
  if (origin) cpSync(origin.slice('file:'.length), join(folder, basename(origin)));
  else await pack(folder, signal);
  return `file:${VENDOR}/${readdirSync(folder)[0]}`;
}

/** `registry`, a URL, `file:` with the absolute path of a tarball that is still there; undefined: none of them. */
function originOf(name: string): string | undefined {
  const modules = dirname(packageRoot);
  const noted = readJson(join(modules, '.package-lock.json'))?.packages?.[`node_modules/${name}`]?.resolved;
  if (typeof noted !== 'string') return undefined;
  const project = dirname(modules);
  if (noted.startsWith('file:')) {
    const tarball = resolve(project, noted.slice('file:'.length));
    return tarball.endsWith('.tgz') && existsSync(tarball) ? `file:${tarball}` : undefined;
  }
  const { dependencies, devDependencies } = readJson(join(project, 'package.json')) ?? {};
  const asked = { ...dependencies, ...devDependencies }[name];
  return /^https?:/.test(asked) ? asked : 'registry';
}

// biome-ignore lint/suspicious/noExplicitAny: npm's files, of which any part may be missing.
function readJson(file: string): any {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** In a clone npm builds the package first; in a copy of it, for somebody may be working in the clone. */
async function pack(folder: string, signal: AbortSignal): Promise<void> {
  const isClone = existsSync(join(packageRoot, 'cli', 'main.ts'));
  using source = isClone ? copyOfClone() : { root: packageRoot, [Symbol.dispose]: () => undefined };
  const flags = ['--pack-destination', folder, '--loglevel=error', ...(isClone ? [] : ['--ignore-scripts'])];
  try {
    await promisify(execFile)('npm', ['pack', ...flags], { cwd: source.root, signal });
  } catch (cause) {
    throw new AuroraError('pack_failed', 'npm could not pack Aurora for the fleet.', {
      exit: 'machine',
      details: [(cause as Error).message.trim().split('\n').at(-1) ?? ''],
      next: 'install npm, or check that there is room on the disk',
      cause,
    });
  }
}

function copyOfClone(): Disposable & { readonly root: string } {
  const root = mkdtempSync(join(tmpdir(), 'aurora-pack-'));
  for (const name of readdirSync(packageRoot)) {
    if (NOT_PACKED.test(name)) continue;
    cpSync(join(packageRoot, name), join(root, name), {
      recursive: true,
      filter: (path) => basename(path) !== 'node_modules',
    });
  }
  symlinkSync(join(packageRoot, 'node_modules'), join(root, 'node_modules'));
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

/** Of a clone, what is neither in the package nor needed to build it. */
const NOT_PACKED = /^(\..*|node_modules|dist|services|migrations|test|docs|.*\.tgz)$/;
