import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageJson } from './package.ts';

/**
 * What a command may remember for the next one in the same fleet, on this machine only: a file in
 * node_modules/.cache/aurora, which git ignores. Who may write there may change Aurora itself as well.
 * Nothing depends on it but time.
 */
export function recallLocally<T>(root: string, name: string): T | undefined {
  try {
    return JSON.parse(readFileSync(join(folderOf(root), name), 'utf8'));
  } catch {
    // Not there, not readable, half written or by somebody else: all the same.
    return undefined;
  }
}

/** Whole or not at all. A fleet without node_modules remembers nothing, for want of a place that git ignores. */
export function rememberLocally(root: string, name: string, memory: unknown): void {
  if (!existsSync(join(root, 'node_modules'))) return;
  const place = join(folderOf(root), name);
  const unfinished = `${place}.${process.pid}`;
  try {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(memory), { mode: 0o600 });
    renameSync(unfinished, place);
  } catch {
    // A folder that may not be written to: the next command takes its time, too.
  }
}

/** The version of Aurora, and in a clone the last change of any file that has a say. */
export function stateOf(sources: readonly string[]): string {
  return `${packageJson().version} ${Math.max(...sources.map(lastChange))}`;
}

function folderOf(root: string): string {
  return join(root, 'node_modules', '.cache', 'aurora');
}

function lastChange(path: string): number {
  const found = statSync(path);
  if (!found.isDirectory()) return found.mtimeMs;
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(found.mtimeMs, ...inside.map((name) => statSync(join(path, name)).mtimeMs));
}
