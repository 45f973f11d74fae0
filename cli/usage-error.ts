import { nearest } from './config/nearest.ts';
import { AuroraError } from './errors.ts';

/** What oclif's parser says of the flags and arguments of a command, with a suggestion for each flag that does not exist. */
export function usageError(cause: Error, command = ''): AuroraError {
  const [message = '', ...details] = cause.message
    .replace('\nSee more help with --help', '')
    .replace(/^Parsing (--[\w-]+) \n\t/, '$1: ')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return new AuroraError('usage', message, {
    exit: 'usage',
    details: [...details, ...suggestions(cause)],
    next: `aurora help ${command.replaceAll(':', ' ')}`,
    cause,
  });
}

/** Reads what oclif's NonExistentFlagsError carries. */
function suggestions(cause: object): string[] {
  if (!('flags' in cause && Array.isArray(cause.flags) && 'parse' in cause)) return [];
  const { input } = cause.parse as { input: { flags: Record<string, unknown> } };
  const known = Object.keys(input.flags).map((name) => `--${name}`);
  return cause.flags.flatMap((flag) => {
    const meant = nearest(flag, known);
    return meant ? [`did you mean: ${meant}`] : [];
  });
}
