import { Help } from '@oclif/core/help';
import { findCommand, isTopic } from '../command-path.ts';
import { exitCodes } from '../errors.ts';
import { commandsFolder, loadEveryCommand } from '../oclif.ts';
import { table } from '../table.ts';
import { unknownCommand } from '../unknown-command.ts';

/** What `aurora help …` says, as text and, for `--json`, as data. */
export interface Explanation {
  readonly data: unknown;
  readonly text: string;
}

export async function explain(words: readonly string[]): Promise<Explanation> {
  return words.join(' ') === 'exit-codes' ? explainExitCodes() : explainCommands(words);
}

function explainExitCodes(): Explanation {
  const codes = Object.entries(exitCodes).map(([name, { code, meaning }]) => ({ code, name, meaning }));
  const rows = codes.map(({ code, name, meaning }) => [code, name, meaning]);
  return { data: codes, text: table(['CODE', 'NAME', 'MEANING'], rows).join('\n') };
}

/** No words: all of them. Words after those of a command are its arguments. */
async function explainCommands(words: readonly string[]): Promise<Explanation> {
  const command = findCommand(commandsFolder, words);
  if (words.length > 0 && !command && !isTopic(commandsFolder, words)) throw unknownCommand(commandsFolder, words);
  const config = await loadEveryCommand();
  const id = command?.id ?? words.join(':');
  const data = config.commands.filter((each) => id === '' || `${each.id}:`.startsWith(`${id}:`));
  const help = new RecordedHelp(config);
  await help.showHelp(id === '' ? [] : id.split(':'));
  return { data, text: help.lines.join('\n').trimEnd() };
}

class RecordedHelp extends Help {
  readonly lines: string[] = [];

  protected override log(...lines: string[]): void {
    this.lines.push(...lines);
  }

  override formatRoot(): string {
    return `${super.formatRoot()}\n\n${this.section('EXIT CODES', '$ aurora help exit-codes')}`;
  }
}
