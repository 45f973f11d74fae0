import { type FSWatcher, readdirSync, watch as watchFolder } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isCode } from '../../code.ts';
import { levelsOf } from '../../order.ts';
import type { ServiceSpec, WatchSpec } from '../control/protocol.ts';
import type { Happening } from './journal.ts';
import { StartFailure } from './start-failure.ts';
import { Stopping, type Supervisor } from './supervisor.ts';

/** An editor writes a file in several steps, a checkout writes many files. */
const SETTLE_MS = 30;

/**
 * Restarts a service when a file of it changes, and all of them, in the order of their dependencies, when the shared library does.
 * Returns what ends it.
 */
export function watch(spec: WatchSpec, supervisor: Supervisor, tell: (event: Happening) => void): () => void {
  const changed = new Map<string, string>();
  let timer: NodeJS.Timeout | undefined;
  let restarting = Promise.resolve();

  const note = (subject: string, file: string) => {
    changed.set(subject, file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const subjects = new Map(changed);
      changed.clear();
      restarting = restarting.then(() => apply(subjects));
    }, SETTLE_MS);
  };

  const apply = async (subjects: ReadonlyMap<string, string>) => {
    const config = subjects.get(spec.config);
    if (config) tell({ type: 'changed', file: config, effect: 'run `aurora generate`, then `aurora up`, to apply it' });
    const services = supervisor.services.filter(({ keeper, lent }) => keeper.wanted && !lent).map(({ spec }) => spec);
    const shared = subjects.get(spec.shared);
    const affected = shared ? services : services.filter(({ folder }) => subjects.has(folder));
    // It has loaded the library as it was.
    if (shared) await supervisor.dropSpare();
    for (const level of levelsOf(affected)) {
      await Promise.all(level.map((service) => restart(service, shared ?? subjects.get(service.folder) ?? '')));
    }
    // Whoever changes one service mostly changes it again.
    const [only, ...others] = affected;
    if (!shared && only && others.length === 0) supervisor.spareFor(only.name);
  };

  const restart = async ({ name }: ServiceSpec, file: string) => {
    tell({ type: 'changed', file, effect: `restarting ${name}` });
    try {
      await supervisor.replace(name);
    } catch (error) {
      // The next change may be the cure; a fleet that is stopping needs none.
      if (error instanceof StartFailure) tell({ type: 'refused', failure: error.failure });
      else if (!(error instanceof Stopping)) throw error;
    }
  };

  const watchers = [
    watchFile(spec.config, () => note(spec.config, basename(spec.config))),
    ...[spec.shared, ...supervisor.services.map((service) => service.spec.folder)].map((folder) =>
      watchTree(folder, (file) => note(folder, relative(dirname(spec.config), file))),
    ),
  ];
  return () => {
    clearTimeout(timer);
    for (const close of watchers) close();
  };
}

/** Editors replace a file rather than write it, so its folder is what is watched. */
function watchFile(file: string, changed: () => void): () => void {
  const watcher = watchFolder(dirname(file), (_event, name) => {
    if (name === basename(file)) changed();
  });
  return () => watcher.close();
}

/** A watcher a folder: the recursive one of Node would go into node_modules as well. */
function watchTree(root: string, changed: (file: string) => void): () => void {
  const watchers = new Map<string, FSWatcher>();
  const add = (folder: string) => {
    let names: readonly string[];
    try {
      names = folders(folder);
      watchers.get(folder)?.close();
      watchers.set(
        folder,
        watchFolder(folder, (event, name) => look(folder, event, name)),
      );
    } catch (error) {
      // No folder, or no more.
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return;
      throw error;
    }
    for (const name of names) add(join(folder, name));
  };
  const look = (folder: string, event: 'rename' | 'change', name: string | null) => {
    if (name === null || !isCode(name)) return;
    const path = join(folder, name);
    changed(path);
    // It came, went, or both: what was watched under this name is another folder now.
    if (event === 'rename') add(path);
  };
  add(root);
  return () => {
    for (const watcher of watchers.values()) watcher.close();
  };
}

function folders(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && isCode(entry.name))
    .map(({ name }) => name);
}
