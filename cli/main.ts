import { pathToFileURL } from 'node:url';
import type { Command } from '@oclif/core/command';
import type { Config } from '@oclif/core/config';
import { type CommandPath, findCommand, isTopic, leadingWords } from './command-path.ts';
import { CommandConfig, commandsFolder } from './oclif.ts';

/** Runs one command line. Only the file of its command is imported; help alone reads the whole tree. */
export async function main(argv: readonly string[]): Promise<void> {
  const { id, file, rest } = await resolve(argv);
  const { default: command }: { default: CommandClass } = await import(pathToFileURL(file).href);
  command.id = id;
  await new command([...rest], new CommandConfig())._run();
}

async function resolve(argv: readonly string[]): Promise<CommandPath> {
  const words = leadingWords(argv);
  const forHelp = argv.length === 0 || asksForHelp(argv) || isTopic(commandsFolder, words);
  const found = findCommand(
    commandsFolder,
    forHelp ? ['help', ...words, ...argv.filter((argument) => argument === '--json')] : argv,
  );
  if (found) return found;
  const { unknownCommand } = await import('./unknown-command.ts');
  throw unknownCommand(commandsFolder, argv);
}

function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const own = end === -1 ? argv : argv.slice(0, end);
  return own.includes('--help') || own.includes('-h');
}

/** `_run` is what `Command.run` ends in, once it has loaded the configuration a second time. */
interface CommandClass {
  new (argv: string[], config: Config): Command & { _run(): Promise<unknown> };
  id: string;
}
