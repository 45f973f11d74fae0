import type { FindingCode } from './codes.ts';

export type Path = readonly (string | number)[];

export function startsWith(path: Path, start: Path): boolean {
  return start.every((step, index) => path[index] === step);
}

/** Something wrong, by the key where it is; the tree knows the line. */
export interface Mistake<Code extends string = FindingCode> {
  readonly path: Path;
  /** Whether the value is wrong (the default) or the key itself. */
  readonly at?: 'key' | 'value';
  readonly code: Code;
  readonly message: string;
  readonly suggestion?: string | undefined;
}
