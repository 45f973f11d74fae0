import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Whoever reads the config, and whatever kills us, finds the old text or the new one. Where it is a link, its target is written. */
export function writeConfig(file: string, text: string): void {
  const target = realpathSync(file);
  const unfinished = join(dirname(target), `.${basename(target)}.${process.pid}`);
  try {
    writeFileSync(unfinished, text, { mode: statSync(target).mode & 0o777 });
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { force: true });
  }
}
