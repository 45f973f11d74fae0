import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './aurora.ts';

/** Gives a folder the packages that are installed here: one by one, so that it can have others beside them. */
export function linkPackages(folder: string): void {
  const [from, to] = [join(repository, 'node_modules'), join(folder, 'node_modules')];
  mkdirSync(to);
  for (const each of readdirSync(from)) symlinkSync(join(from, each), join(to, each));
}
