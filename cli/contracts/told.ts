import type { Problem } from './report.ts';

const MOST_LINES = 12;

/** What a failed test says, without the way that it came. */
export function told(path: string, failures: readonly string[]): Pick<Problem, 'message' | 'details'> {
  const lines = (failures[0] ?? '').split('\n');
  const end = lines.findIndex((line) => /^\s+at /.test(line));
  const [first = '', ...rest] = lines.slice(0, end < 0 ? lines.length : end).filter(isSaid);
  return {
    message: `${path}: ${first.replace(/^\w*Error: /, '').trim()}`,
    details: rest.slice(0, MOST_LINES).map((line) => line.trim()),
  };
}

/** What is neither empty nor jest's own words for a file that did not even begin. */
function isSaid(line: string): boolean {
  return line.trim() !== '' && !line.includes('● Test suite failed to run');
}
