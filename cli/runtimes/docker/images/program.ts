import { readdirSync, statSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { build } from '../../../../shared/bundle/index.ts';
import { recallLocally, rememberLocally } from '../../../local-cache.ts';
import { packageJson, packageRoot } from '../../../package.ts';
import { areUnchanged, type BundledInputs, bundledInputs } from '../../bundled-inputs.ts';

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

/** The programs as they were made the last time. */
interface Memory {
  readonly version: string;
  readonly inputs: BundledInputs;
  /** Base64. */
  readonly files: readonly { readonly path: string; readonly contents: string }[];
}

const MEMORY = 'program.json';

/**
 * `migrate.mjs` and `databases.mjs` with what they need, and the version that it writes into the log of a database.
 * @param root of the fleet, which remembers them: to make them takes longer than most services' own bundle
 */
export async function programFiles(root: string): Promise<readonly ContextFile[]> {
  const version = programVersion();
  const memory = recallLocally<Memory>(root, MEMORY);
  if (memory?.version === version && areUnchanged(memory.inputs)) {
    return memory.files.map(({ path, contents }) => ({ path, contents: Buffer.from(contents, 'base64') }));
  }
  const began = Date.now();
  const { files, inputs } = await makeProgram();
  const known = bundledInputs(inputs, packageRoot, began);
  if (known !== undefined) {
    const texts = files.map(({ path, contents }) => ({ path, contents: Buffer.from(contents).toString('base64') }));
    rememberLocally(root, MEMORY, { version, inputs: known, files: texts } satisfies Memory);
  }
  return files;
}

async function makeProgram(): Promise<{ files: readonly ContextFile[]; inputs: readonly string[] }> {
  const program = (folder: string) => join(CLI, folder, `program${extname(import.meta.filename)}`);
  const { outputFiles, metafile } = await build({
    root: packageRoot,
    entryPoints: { migrate: program('migrate'), databases: program('runtimes/databases') },
    folder: packageRoot,
    portable: true,
  });
  const { name, version } = packageJson();
  const files = [
    ...outputFiles.map(({ path, contents }) => ({ path: `migrate/${relative(packageRoot, path)}`, contents })),
    { path: 'migrate/package.json', contents: JSON.stringify({ name, version, type: 'module' }) },
  ];
  return { files, inputs: Object.keys(metafile.inputs) };
}
