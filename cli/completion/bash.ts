import type { CommandCompletion, Completion, FlagCompletion } from './model.ts';

/** For bash 3.2 and later, without the bash-completion package. */
export function bash({ commands }: Completion): string {
  return `# bash completion for aurora: eval "$(aurora completion bash)" in ~/.bashrc
_aurora() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} command= words= candidate i
  for ((i = 1; i < COMP_CWORD; i++)); do
    candidate="\${command:+$command }\${COMP_WORDS[i]}"
    case $candidate in
      ${paths(commands)}) command=$candidate ;;
      *) break ;;
    esac
  done
  COMPREPLY=()
  case "$command $previous" in
${commands.flatMap(flagValues).join('\n')}
  esac
  case "$command:$current" in
${commands.flatMap(following).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
_aurora_services() { "\${COMP_WORDS[0]}" completion services 2>/dev/null; }
complete -F _aurora aurora
`;
}

function paths(commands: readonly CommandCompletion[]): string {
  return commands.flatMap(({ path }) => (path === '' ? [] : [`'${path}'`])).join('|');
}

function flagValues({ path, flags }: CommandCompletion): string[] {
  return flags
    .filter(({ value }) => value !== 'none')
    .map((flag) => `    '${path} ${flag.name}') ${reply(flag)}return ;;`);
}

function reply({ value }: FlagCompletion): string {
  if (value === 'any') return '';
  const options = value === 'file' ? '-f' : `-W "${typeof value === 'string' ? services : value.join(' ')}"`;
  return `COMPREPLY=($(compgen ${options} -- "$current")); `;
}

const services = '$(_aurora_services)';

function following(command: CommandCompletion): string[] {
  const flags = command.flags.map(({ name }) => name);
  const words = [...command.words.map(({ word }) => word), ...(command.services ? [services] : [])];
  return [
    `    '${command.path}:'-*) words="${flags.join(' ')}" ;;`,
    `    '${command.path}:'*) words="${words.join(' ')}" ;;`,
  ];
}
