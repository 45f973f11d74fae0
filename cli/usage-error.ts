import { leadingWords } from './command-path.ts';
import { AuroraError } from './errors.ts';
import { closest } from './suggest.ts';

/** What oclif's parser says of a command line, as an AuroraError with a suggestion; undefined for any other error. */
export function usageError(thrown: unknown, argv: readonly string[]): AuroraError | undefined {
  if (!(thrown instanceof Error) || !('oclif' in thrown)) return undefined;
  const [message = '', ...details] = thrown.message
    .replace('\nSee more help with --help', '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return new AuroraError('usage', message, {
    exit: 'usage',
    details: [...details, ...suggestions(thrown)],
    next: ['aurora help', ...leadingWords(argv)].join(' '),
    cause: thrown,
  });
}

/** For each flag that does not exist the nearest that does. */
function suggestions(error: object): string[] {
  if (!('flags' in error && Array.isArray(error.flags) && 'parse' in error)) return [];
  const { input } = error.parse as { input: { flags: Record<string, unknown> } };
  const known = Object.keys(input.flags).map((name) => `--${name}`);
  return error.flags.flatMap((flag) => {
    const meant = closest(flag, known);
    return meant ? [`did you mean: ${meant}`] : [];
  });
}
