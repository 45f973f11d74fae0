import { leadingWords, listCommands } from './command-path.ts';
import { nearest } from './config/nearest.ts';
import { AuroraError } from './errors.ts';

/** For a command line whose first words name no command: the nearest that there is, and where all of them stand. */
export function unknownCommand(folder: string, argv: readonly string[]): AuroraError {
  const [first, second = ''] = leadingWords(argv);
  if (first === undefined) return refusal(`A command comes first, not ${argv[0]}`, undefined, 'aurora help');

  const topics = Map.groupBy(listCommands(folder), (command) => command.split(' ', 1)[0] ?? '');
  const inTopic = (topic: string) => {
    const commands = (topics.get(topic) ?? []).filter((command) => command !== topic);
    const meant = nearest(
      second,
      commands.map((command) => command.slice(topic.length + 1)),
    );
    return meant && `${topic} ${meant}`;
  };
  if (topics.has(first))
    return refusal(`There is no command ${first} ${second}`, inTopic(first), `aurora help ${first}`);
  const topic = nearest(first, topics.keys());
  return refusal(`There is no command ${first}`, topic && (inTopic(topic) ?? topic), 'aurora help');
}

function refusal(message: string, meant: string | undefined, next: string): AuroraError {
  const details = meant ? [`did you mean: aurora ${meant}`] : [];
  return new AuroraError('unknown_command', message, { exit: 'usage', details, next });
}
