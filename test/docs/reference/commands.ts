import type { Command } from '@oclif/core';
import { loadEveryCommand } from '../../../cli/oclif.ts';

/** The reference of all commands: what `aurora help` knows, to be read at leisure. */
export async function commandReference(): Promise<string> {
  const config = await loadEveryCommand();
  const commands = config.commands.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const rows = commands.map(
    (command) => `| [\`${nameOf(command)}\`](#aurora-${nameOf(command).replaceAll(' ', '-')}) | ${command.summary} |`,
  );
  return [['| command | does |', '| --- | --- |', ...rows].join('\n'), ...commands.map(section)].join('\n\n');
}

const nameOf = ({ id }: Command.Loadable) => id.replaceAll(':', ' ');

function section(command: Command.Loadable): string {
  const { description, summary } = command;
  return [
    `### aurora ${nameOf(command)}`,
    [`${summary}.`, description].filter(Boolean).join(' '),
    `\`\`\`sh\n${examplesOf(command).join('\n')}\n\`\`\``,
    ...options(command),
  ].join('\n\n');
}

function examplesOf(command: Command.Loadable): string[] {
  return (command.examples ?? []).map((example) =>
    String(example).replaceAll('<%= config.bin %>', 'aurora').replaceAll('<%= command.id %>', nameOf(command)),
  );
}

function options({ args, flags }: Command.Loadable): string[] {
  const ofArguments = Object.values(args).map((arg) => [`\`${arg.name.toUpperCase()}\``, meaningOf(arg)]);
  const ofFlags = Object.values(flags)
    .filter(({ helpGroup }) => helpGroup !== 'GLOBAL')
    .map((flag) => [spelt(flag), meaningOf(flag)]);
  const head = [ofArguments.length > 0 ? 'argument' : '', ofFlags.length > 0 ? 'flag' : ''].filter(Boolean).join(', ');
  if (head === '') return [];
  const rows = [[head, 'is'], ['---', '---'], ...[...ofArguments, ...ofFlags].map((cells) => cells.map(cell))];
  return [rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')];
}

function spelt(flag: Command.Flag.Cached): string {
  const name = flag.type === 'boolean' && flag.allowNo ? `--[no-]${flag.name}` : `--${flag.name}`;
  const value = flag.type === 'option' ? ` ${flag.helpValue ?? flag.name.toUpperCase()}` : '';
  return `${flag.char ? `\`-${flag.char}\`, ` : ''}\`${name}${value}\``;
}

function meaningOf(option: Command.Arg.Cached | Command.Flag.Cached): string {
  const { description = '', default: usual } = option;
  const values = 'options' in option && option.options ? ` (${option.options.join(', ')})` : '';
  return `${description}${values}${typeof usual === 'string' ? ` [default: ${usual}]` : ''}`;
}

/** Text of a cell: neither the end of it nor the begin of a tag. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '\\<');
}
