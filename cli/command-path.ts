import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';

export interface CommandPath {
  /** As oclif has it: `config:validate`. */
  readonly id: string;
  readonly file: string;
  /** What follows the words of the command. */
  readonly rest: readonly string[];
}

/** `commands/a/b.ts` in a clone, `commands/a/b.js` in the package. */
const extension = import.meta.filename.slice(-3);
const word = /^[a-z][a-z0-9-]*$/;

/** What could be a command: everything before the first flag or value. */
export function leadingWords(argv: readonly string[]): string[] {
  const end = argv.findIndex((argument) => !word.test(argument));
  return argv.slice(0, end === -1 ? argv.length : end);
}

/** The command that the leading words name, the longest that there is: `deploy history` before `deploy`. */
export function findCommand(folder: string, argv: readonly string[]): CommandPath | undefined {
  for (let length = leadingWords(argv).length; length > 0; length--) {
    const words = argv.slice(0, length);
    const file = join(folder, ...words) + extension;
    if (existsSync(file)) return { id: words.join(':'), file, rest: argv.slice(length) };
  }
  return undefined;
}

/** Whether the words name a group of commands that is no command itself, such as `migrate`. */
export function isTopic(folder: string, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  const path = join(folder, ...words);
  return !existsSync(path + extension) && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Every command of the folder as its words, `config validate`, sorted. */
export function listCommands(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith(extension) && !path.endsWith('.d.ts'))
    .map((path) => path.slice(0, -extension.length).split(sep).join(' '))
    .sort();
}
