import { leadingWords, listCommands } from './command-path.ts';
import { nearest } from './config/nearest.ts';
import { AuroraError } from './errors.ts';

/** For a command line whose first words name no command: the nearest that there is, and where all of them stand. */
export function unknownCommand(folder: string, argv: readonly string[]): AuroraError {
  const words = leadingWords(argv);
  if (words.length === 0)
    return new AuroraError('unknown_command', `A command comes first, not ${argv[0]}`, {
      exit: 'usage',
      next: 'aurora help',
    });
  const commands = listCommands(folder);
  const meant = nearest(words.slice(0, 2).join(' '), commands) ?? nearest(words[0] ?? '', commands);
  const topic = commands.filter((command) => command.startsWith(`${words[0]} `));
  return new AuroraError(
    'unknown_command',
    `There is no command ${(topic.length > 0 ? words : words.slice(0, 1)).join(' ')}`,
    {
      exit: 'usage',
      details: meant ? [`did you mean: aurora ${meant}`] : topic.map((command) => `there is: aurora ${command}`),
      next: topic.length > 0 ? `aurora help ${words[0]}` : 'aurora help',
    },
  );
}
