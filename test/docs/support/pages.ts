import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../support/aurora.ts';

/** Every page that git knows or is about to: paths from the root. What is generated or a fixture is somebody else's text. */
export function pages(): string[] {
  return execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: repository })
    .toString()
    .trim()
    .split('\n')
    .filter((path) => !/(^|\/)(\.aurora|fixtures|fleets)\//.test(path))
    .sort();
}

export function readPage(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

/** A block of code. */
export interface Fence {
  readonly language: string;
  readonly text: string;
  /** Of its first line within, from 1. */
  readonly line: number;
  /** The line of prose before it, blank lines aside. */
  readonly before: string;
  /** Whether nothing stands between it and the block before; that it is folded away is nothing. */
  readonly follows: boolean;
}

export function fencesOf(markdown: string): Fence[] {
  const fences: Fence[] = [];
  let end = 0;
  for (const match of markdown.matchAll(/^```(\S*)[^\n]*\n(.*?)^```$/gms)) {
    const between = markdown.slice(end, match.index);
    end = match.index + match[0].length;
    fences.push({
      language: match[1] ?? '',
      text: match[2] ?? '',
      line: markdown.slice(0, match.index).split('\n').length + 1,
      before: between.trimEnd().split('\n').at(-1) ?? '',
      follows: fences.length > 0 && between.replace(/<\/?details>|<summary>.*<\/summary>/g, '').trim() === '',
    });
  }
  return fences;
}

/** The page without its blocks of code. */
export function prose(markdown: string): string {
  return markdown.replace(/^```.*?^```$/gms, '');
}
