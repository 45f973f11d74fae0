import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** No code of a service: dependencies, what editors leave while they write, tests, prose. */
const IGNORED = /^(\..*|.*~|.*\.swp|node_modules|test|tests|.*\.test\.ts|.*\.md)$/;

/** Whether a file or folder of this name is part of a service's code. */
export function isCode(name: string): boolean {
  return !IGNORED.test(name);
}

/** When the code below a folder was last changed, epoch milliseconds; 0 where there is none. */
export function lastChange(folder: string): number {
  if (!existsSync(folder)) return 0;
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => isCode(name));
  const times = entries.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? lastChange(path) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}
