import { quoted } from '../shell-word.ts';
import type { CommandCompletion, Completion, FlagCompletion } from './model.ts';

export function zsh({ commands }: Completion): string {
  return `#compdef aurora
# zsh completion for aurora: aurora completion zsh > "\${fpath[1]}/_aurora", or eval it in ~/.zshrc after compinit
_aurora_services() {
  local -a services=(\${(f)"$($words[1] completion services 2>/dev/null)"})
  compadd -a services
}
_aurora() {
  local command= candidate i
  for ((i = 2; i < CURRENT; i++)); do
    candidate="\${command:+$command }\${words[i]}"
    case $candidate in
      ${paths(commands)}) command=$candidate ;;
      *) break ;;
    esac
  done
  case "$command \${words[CURRENT-1]}" in
${commands.flatMap(flagValues).join('\n')}
  esac
  local -a candidates
  case $command in
${commands.map(following).join('\n')}
  esac
}
if [[ $funcstack[1] == _aurora ]]; then _aurora "$@"; else compdef _aurora aurora; fi
`;
}

function paths(commands: readonly CommandCompletion[]): string {
  return commands.flatMap(({ path }) => (path === '' ? [] : [`'${path}'`])).join('|');
}

function flagValues({ path, flags }: CommandCompletion): string[] {
  return flags.flatMap((flag) =>
    flag.value === 'none' ? [] : [`    '${path} ${flag.name}') ${completionOf(flag)}; return ;;`],
  );
}

function completionOf({ value }: FlagCompletion): string {
  if (value === 'file') return '_files';
  if (value === 'service') return '_aurora_services';
  return typeof value === 'string' ? '_message value' : `compadd ${value.join(' ')}`;
}

function following({ path, words, flags, services }: CommandCompletion): string {
  const described = (name: string, summary: string) => quoted(`${name.replaceAll(':', '\\:')}:${summary}`);
  const flagList = flags.map(({ name, summary }) => described(name, summary)).join(' ');
  const wordList = words.map(({ word, summary }) => described(word, summary)).join(' ');
  return `    '${path}')
      if [[ \${words[CURRENT]} == -* ]]; then candidates=(${flagList}); _describe flag candidates
      else candidates=(${wordList}); _describe command candidates${services ? '; _aurora_services' : ''}; fi ;;`;
}
