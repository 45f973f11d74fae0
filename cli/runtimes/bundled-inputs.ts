import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isOwn } from '../../shared/bundle/index.ts';

/** What went into bundles, and when each was last changed, epoch milliseconds. */
export type BundledInputs = Readonly<Record<string, number>>;

/** What bundles are made by: in a clone it changes without any package changing. */
const BUNDLER = join(import.meta.dirname, '../../shared/bundle');
/** A time of change may be that much older than the change itself: it is that of the kernel's last tick. */
const TICK_MS = 20;

/**
 * Of packages none is looked at; npm writes a file of its own, last of all, whenever it changes one.
 * @param inputs as esbuild names them, below the root
 * @param began when the bundler was started, epoch milliseconds
 * @returns undefined where one was changed meanwhile: the change may be in there or not
 */
export function bundledInputs(inputs: readonly string[], root: string, began: number): BundledInputs | undefined {
  const bundler = readdirSync(BUNDLER).map((name) => join(BUNDLER, name));
  const paths = [...inputs.filter(isOwn), ...bundler, 'node_modules/.package-lock.json'];
  const changes = paths.flatMap((path): [string, number][] => {
    const whole = resolve(root, path);
    const change = changeOf(whole);
    return change === undefined ? [] : [[whole, change]];
  });
  return changes.some(([, change]) => change > began - TICK_MS) ? undefined : Object.fromEntries(changes);
}

/** Whether all of them are as they were. */
export function areUnchanged(inputs: BundledInputs): boolean {
  return Object.entries(inputs).every(([path, change]) => changeOf(path) === change);
}

/** When a file was last changed, epoch milliseconds; undefined where there is none. */
export function changeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
