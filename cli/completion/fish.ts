import type { CommandCompletion, Completion, FlagCompletion } from './model.ts';

export function fish({ commands }: Completion): string {
  return `# fish completion for aurora: aurora completion fish > ~/.config/fish/completions/aurora.fish
function __aurora_command
  set -l found
  for word in (commandline -opc)[2..-1]
    set -l candidate (string join -- ' ' $found $word)
    contains -- $candidate ${paths(commands)}; or break
    set found $candidate
  end
  echo "$found"
end
function __aurora_at
  test (__aurora_command) = "$argv"
end
function __aurora_services
  set -l program (commandline -opc)[1]
  $program completion services 2>/dev/null
end
complete -c aurora -f
${commands.flatMap(completions).join('\n')}
`;
}

function paths(commands: readonly CommandCompletion[]): string {
  return commands.flatMap(({ path }) => (path === '' ? [] : [quoted(path)])).join(' ');
}

function completions({ path, words, flags, services }: CommandCompletion): string[] {
  const at = `complete -c aurora -n ${quoted(`__aurora_at ${path}`.trim())}`;
  return [
    ...words.map(({ word, summary }) => `${at} -a ${quoted(word)} -d ${quoted(summary)}`),
    ...(services ? [`${at} -a '(__aurora_services)'`] : []),
    ...flags.map((flag) => `${at} -l ${flag.name.slice(2)}${completionOf(flag)} -d ${quoted(flag.summary)}`),
  ];
}

function completionOf({ value }: FlagCompletion): string {
  if (value === 'none') return '';
  if (value === 'file') return ' -r -F';
  if (value === 'service') return " -x -a '(__aurora_services)'";
  return typeof value === 'string' ? ' -x' : ` -x -a ${quoted(value.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
