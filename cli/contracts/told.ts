import type { Problem } from './report.ts';

const MOST_LINES = 12;

/** What a failed test says, without the way that it came. */
export function told(path: string, failures: readonly string[]): Pick<Problem, 'message' | 'details'> {
  const lines = (failures[0] ?? '').split('\n');
  const end = lines.findIndex((line) => /^\s+at /.test(line));
  const [first = '', ...rest] = lines.slice(0, end < 0 ? lines.length : end).filter((line) => line.trim() !== '');
  return {
    message: `${path}: ${first.replace(/^\w*Error: /, '').trim()}`,
    details: rest.slice(0, MOST_LINES).map((line) => line.trim()),
  };
}
