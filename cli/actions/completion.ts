import type { Config } from '@oclif/core/config';
import { bash } from '../completion/bash.ts';
import { fish } from '../completion/fish.ts';
import type { CommandCompletion, Completion, FlagCompletion, Word } from '../completion/model.ts';
import { zsh } from '../completion/zsh.ts';
import { loadEveryCommand } from '../oclif.ts';

const scripts = { bash, zsh, fish };

export type Shell = keyof typeof scripts;

/** The script that teaches a shell Aurora's commands, written from the commands themselves. */
export async function completionScript(shell: Shell): Promise<string> {
  return scripts[shell](describe(await loadEveryCommand()));
}

type OclifCommand = Config['commands'][number];

function describe(config: Config): Completion {
  const commands = config.commands.filter(({ hidden }) => !hidden);
  const topics = config.topics.filter(({ name }) => !commands.some(({ id }) => id === name));
  const named = [
    ...commands.map((command) => ({ id: command.id, summary: command.summary ?? '' })),
    ...topics.map(({ name, description = '' }) => ({ id: name, summary: description })),
  ];
  const below = (id: string): Word[] => {
    const prefix = id === '' ? '' : `${id}:`;
    return named
      .filter((other) => other.id.startsWith(prefix) && /^[^:]+$/.test(other.id.slice(prefix.length)))
      .map((other) => ({ word: other.id.slice(prefix.length), summary: other.summary }))
      .sort((a, b) => (a.word < b.word ? -1 : 1));
  };
  const group = (id: string, summary: string): CommandCompletion => ({
    path: id.replaceAll(':', ' '),
    summary,
    flags: [],
    words: below(id),
    services: false,
  });
  return {
    commands: [
      group('', ''),
      ...topics.map(({ name, description = '' }) => group(name, description)),
      ...commands.map((command) => ({
        ...group(command.id, command.summary ?? ''),
        flags: flags(command),
        words: [...below(command.id), ...argumentWords(command)],
        services: Object.keys(command.args).some(namesServices),
      })),
    ],
  };
}

/** The convention by which arguments and flags say that they take the name of a service. */
function namesServices(name: string): boolean {
  return name === 'service' || name === 'services';
}

function argumentWords({ args }: OclifCommand): Word[] {
  return Object.values(args).flatMap(({ options = [] }) => options.map((word) => ({ word, summary: '' })));
}

function flags(command: OclifCommand): FlagCompletion[] {
  return Object.values(command.flags)
    .filter(({ hidden }) => !hidden)
    .map((flag) => ({ name: `--${flag.name}`, summary: flag.summary ?? flag.description ?? '', value: value(flag) }));
}

function value(flag: OclifCommand['flags'][string]): FlagCompletion['value'] {
  if (flag.type === 'boolean') return 'none';
  if (flag.options) return flag.options;
  if (namesServices(flag.name)) return 'service';
  return flag.helpValue === 'FILE' || flag.helpValue === 'DIR' ? 'file' : 'any';
}
