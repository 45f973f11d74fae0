/** A small real defect, and the test that somebody would hear of it from. */
export interface Mutation {
  /** What is wrong with it. */
  readonly defect: string;
  /** Relative to the root of the repository. */
  readonly file: string;
  /** Is there exactly once. */
  readonly from: string;
  readonly to: string;
  readonly caughtBy: CaughtBy;
}

export interface CaughtBy {
  /** A project of jest.config.js. */
  readonly project: 'unit' | 'services' | 'integration';
  readonly file: string;
  /** With the names of the blocks around it, as jest puts them together. */
  readonly test: string;
}

/** How often the text that is replaced is in a source. */
export function occurrences({ from }: Mutation, source: string): number {
  return source.split(from).length - 1;
}

export function mutated({ from, to }: Mutation, source: string): string {
  // Not by replace(): a $ of the source is one.
  return source.split(from).join(to);
}
