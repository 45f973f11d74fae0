import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Fleet, Service } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { printJson } from '../generate/format/json.ts';

/** Of the fleet's folder: `<service>.json` is what that service serves at `/openapi.json`, but for where it runs. */
export const OPENAPI = 'contracts/openapi';

export interface DocumentChange {
  /** From the fleet's folder on. */
  readonly file: string;
  readonly service: string;
  readonly change: 'added' | 'changed' | 'removed' | 'unchanged';
}

/** Services are processes of their own: as many as two cores start without a wait. */
const AT_ONCE = 2;
const WITHIN_MS = 60_000;

/**
 * What the code of services would serve, by the service's name, as text of a file. Each is built by its own `main.ts`, so routes
 * that were written by hand are in it, and asked; nothing of the fleet has to run.
 * @throws AuroraError `service_undescribed`
 */
export async function openApiDocuments({
  root,
  services,
}: Pick<Fleet, 'root' | 'services'>): Promise<ReadonlyMap<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'aurora-openapi-'));
  try {
    const documents = new Map<string, string>();
    const waiting = services.values();
    const work = async () => {
      for (const service of waiting) documents.set(service.name, await describe(root, service, folder));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    return documents;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Compares what the code would serve with what the fleet has agreed upon; one entry for each file that is, or should be. */
export async function compareDocuments(
  root: string,
  documents: ReadonlyMap<string, string>,
): Promise<readonly DocumentChange[]> {
  const committed = await committedDocuments(root);
  const changes = [...documents].map(([service, text]): DocumentChange => {
    const standing = committed.get(service);
    const change = standing === undefined ? 'added' : standing === text ? 'unchanged' : 'changed';
    return { file: fileOf(service), service, change };
  });
  const gone = [...committed.keys()]
    .filter((service) => !documents.has(service))
    .map((service): DocumentChange => ({ file: fileOf(service), service, change: 'removed' }));
  return [...changes, ...gone].toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

/** Writes them, and removes those of services that are gone. Each file is there whole, before and after. */
export async function recordDocuments(
  root: string,
  documents: ReadonlyMap<string, string>,
): Promise<readonly DocumentChange[]> {
  const changes = await compareDocuments(root, documents);
  await mkdir(join(root, OPENAPI), { recursive: true });
  for (const { file, service, change } of changes) {
    const path = join(root, file);
    if (change === 'removed') await rm(path);
    if (change !== 'added' && change !== 'changed') continue;
    const draft = `${path}.${process.pid}`;
    await writeFile(draft, documents.get(service) ?? '');
    await rename(draft, path);
  }
  return changes;
}

/** What the fleet has agreed upon, as text, by the service's name. */
async function committedDocuments(root: string): Promise<ReadonlyMap<string, string>> {
  const names = await readdir(join(root, OPENAPI)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const services = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length));
  const read = services.map(async (name) => [name, await readFile(join(root, fileOf(name)), 'utf8')] as const);
  return new Map(await Promise.all(read));
}

function fileOf(service: string): string {
  return `${OPENAPI}/${service}.json`;
}

async function describe(root: string, service: Service, folder: string): Promise<string> {
  const path = join(folder, `${service.name}.json`);
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
  const { exitCode, timedOut, all } = await execa(process.execPath, [`services/${service.name}/src/main.ts`], {
    cwd: root,
    // Its own environment, but for what is real: nothing of the developer's shell may show in the document.
    extendEnv: false,
    env: { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, DESCRIBE_TO: path, ...variablesOf(service) },
    timeout: WITHIN_MS,
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  if (exitCode === 0) return printJson(JSON.parse(await readFile(path, 'utf8')));
  throw undescribed(service.name, timedOut ? `nothing within ${WITHIN_MS / 1000} s` : (all ?? ''));
}

/** What some kinds cannot be built without; a key that signs nothing. */
function variablesOf({ kind }: Service): Record<string, string> {
  if (kind !== 'file') return {};
  const key = { kty: 'oct', kid: 'none', k: Buffer.alloc(32).toString('base64url') };
  return { FILE_SIGNING_KEYS: JSON.stringify({ keys: [key] }), STORAGE_DIR: tmpdir(), S3_BUCKET: 'none' };
}

function undescribed(service: string, said: string): AuroraError {
  return new AuroraError('service_undescribed', `${service} could not say what it serves.`, {
    exit: 'failed',
    details: said.trim().split('\n').slice(0, 12),
    next: `aurora run ${service}, which tells more`,
  });
}
