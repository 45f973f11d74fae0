import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { build } from '../../../../shared/bundle/index.ts';
import { packageJson, packageRoot } from '../../../package.ts';

const CLI = join(import.meta.dirname, '../../..');
/** What these programs are made of, beside packages. */
const SOURCES = ['migrate', 'errors', 'package', 'parse-share', 'parse-time-span', 'runtimes/databases'];

/** A file of the build context. */
export interface ContextFile {
  readonly path: string;
  readonly contents: string | Uint8Array;
}

/** Absolute, sorted: in a clone they change without the version changing. */
export function programSources(): string[] {
  const extension = extname(import.meta.filename);
  return SOURCES.flatMap((name) => {
    const folder = join(CLI, name);
    const files = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
      ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file))
      : [];
    const file = folder + extension;
    return statSync(file, { throwIfNoEntry: false }) ? [file, ...files] : files;
  })
    .filter((file) => extname(file) === extension)
    .sort();
}

/** Names the packages that go into it, too. */
export function programVersion(): string {
  const { version, dependencies } = packageJson();
  return JSON.stringify({ version, dependencies });
}

/** `migrate.mjs` and `databases.mjs` with what they need, and the version that it writes into the log of a database. */
export async function programFiles(): Promise<ContextFile[]> {
  const program = (folder: string) => join(CLI, folder, `program${extname(import.meta.filename)}`);
  const { outputFiles } = await build({
    root: packageRoot,
    entryPoints: { migrate: program('migrate'), databases: program('runtimes/databases') },
    folder: packageRoot,
    portable: true,
  });
  const { name, version } = packageJson();
  return [
    ...outputFiles.map(({ path, contents }) => ({ path: `migrate/${relative(packageRoot, path)}`, contents })),
    { path: 'migrate/package.json', contents: JSON.stringify({ name, version, type: 'module' }) },
  ];
}
