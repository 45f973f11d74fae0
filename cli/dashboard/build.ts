import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AuroraError } from '../errors.ts';

const SOURCES = join(import.meta.dirname, 'web');
const PAGE = 'index.html';
const DRAFT = '.draft-';
/** As esbuild puts it into a name. */
const HASH = /-[A-Z0-9]{8}(?=\.)/;

/**
 * The folder of the dashboard's page: `index.html` and files whose names change with what is in them. A published package carries it;
 * in a checkout it is built where it is missing or older than its sources.
 * @throws AuroraError `page_not_built`
 */
export async function buildPage(folder: string = join(import.meta.dirname, 'dist')): Promise<string> {
  if (!existsSync(SOURCES)) return folder;
  if (!(await isFresh(join(folder, PAGE)))) await bundleInto(folder).catch(notBuilt);
  return folder;
}

/** A dependency that is not installed yet, a mistake in the sources, a folder that may not be written to. */
function notBuilt(cause: Error): never {
  throw new AuroraError('page_not_built', 'The page of the dashboard cannot be built.', {
    exit: 'machine',
    details: cause.message.split('\n').filter(Boolean),
    next: 'npm ci, then: aurora dashboard',
    cause,
  });
}

async function isFresh(page: string): Promise<boolean> {
  const built = await stat(page).catch(() => null);
  if (!built) return false;
  // A folder is younger than what was taken out of it.
  const names = await readdir(SOURCES, { recursive: true });
  const files = [import.meta.filename, SOURCES, ...names.map((name) => join(SOURCES, name))];
  const times = await Promise.all(files.map(async (file) => (await stat(file)).mtimeMs));
  return Math.max(...times) < built.mtimeMs;
}

async function bundleInto(folder: string): Promise<void> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [join(SOURCES, 'app.tsx'), join(SOURCES, 'icon.svg')],
    loader: { '.svg': 'copy' },
    outdir: folder,
    entryNames: '[name]-[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    // What it says is for the type checker, and its base is not in every copy.
    tsconfigRaw: {},
    define: { 'process.env.NODE_ENV': '"production"' },
    write: false,
  });
  await mkdir(folder, { recursive: true });
  await Promise.all(outputFiles.map(({ path, contents }) => writeFile(path, contents)));

  const names = outputFiles.map(({ path }) => basename(path));
  const template = await readFile(join(SOURCES, PAGE), 'utf8');
  const page = names.reduce((html, name) => html.replace(`/${name.replace(HASH, '')}`, `/${name}`), template);
  // Last and at once: another build may be under way, and its reader sees one of the two.
  const draft = join(folder, `${DRAFT}${randomUUID()}`);
  await writeFile(draft, page);
  await rename(draft, join(folder, PAGE));
  const kept = new Set([PAGE, ...names]);
  const old = (await readdir(folder)).filter((name) => !kept.has(name) && !name.startsWith(DRAFT));
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })));
}
