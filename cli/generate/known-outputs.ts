import { mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageJson, packageRoot } from '../package.ts';
import type { PlannedFile } from './contract.ts';
import { fingerprint } from './fingerprint.ts';
import { MODEL } from './record/paths.ts';
import type { Tree } from './tree.ts';

/** What the templates made of a service, or of an entity in the typed client, and of what. */
export interface Output {
  /** The name of the service; `client/<entity>`. */
  readonly of: string;
  /** Fingerprint of all that the templates saw. */
  readonly input: string;
  /** Migrations apart: those depend on what was before. */
  readonly files: readonly Pick<PlannedFile, 'path' | 'hash'>[];
}

/** What the last successful run in this folder rendered: what looks the same now need not be rendered again. */
export interface KnownOutputs {
  /** By path, the hashes of its files; undefined where its input was another. */
  of(name: string, input: string): ReadonlyMap<string, string> | undefined;
}

interface Memory {
  /** Which Aurora and which templates rendered it. */
  readonly renderer: string;
  /** Fingerprint of the recorded model of that run. */
  readonly model: string;
  readonly outputs: Readonly<Record<string, { input: string; files: readonly (readonly [string, string])[] }>>;
}

/** Kept beside what config/remember.ts keeps, on this machine only: what is committed never depends on it. */
const PLACE = 'node_modules/.cache/aurora/outputs.json';

/** @param folders those that the templates come from */
export function recallOutputs(tree: Tree, folders: readonly string[]): KnownOutputs | undefined {
  const text = tree.read(PLACE);
  if (text === null) return undefined;
  const memory = parse(text);
  if (memory?.renderer !== renderer(folders) || memory.model !== modelOf(tree)) return undefined;
  return {
    of: (name, input) => {
      const known = memory.outputs[name];
      return known?.input === input ? new Map(known.files) : undefined;
    },
  };
}

/** After a run that came to its end. */
export function rememberOutputs(
  root: string,
  tree: Tree,
  folders: readonly string[],
  outputs: readonly Output[],
): void {
  const named = outputs.map(({ of, input, files }) => {
    return [of, { input, files: files.map(({ path, hash }) => [path, hash]) }];
  });
  const memory = { renderer: renderer(folders), model: modelOf(tree), outputs: Object.fromEntries(named) };
  const place = join(root, PLACE);
  const unfinished = `${place}.${process.pid}`;
  try {
    // Without node_modules there is no place that git ignores.
    statSync(dirname(dirname(dirname(place))));
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(memory));
    renameSync(unfinished, place);
  } catch {
    // A folder that may not be written to: the next run takes its time, too.
  }
}

function parse(text: string): Memory | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // Half written or by somebody else: as good as not there.
    return undefined;
  }
}

function modelOf(tree: Tree): string {
  return fingerprint(tree.read(MODEL) ?? '');
}

/** The version, and the last change of any code or template that has a say in the output. */
function renderer(folders: readonly string[]): string {
  const changes = [
    join(packageRoot, 'package.json'),
    import.meta.dirname,
    dirname(import.meta.dirname),
    ...folders,
  ].map((path) => lastChange(path));
  return `${packageJson().version} ${Math.max(...changes)}`;
}

function lastChange(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' }).map(
    (name) => statSync(join(path, name)).mtimeMs,
  );
  return Math.max(found.mtimeMs, ...inside);
}
