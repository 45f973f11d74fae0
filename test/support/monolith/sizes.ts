import type { Sizes } from './contract.ts';

/** Splits a number of rows among the tables. */
export function sizesOf(rows: number): Sizes {
  const users = Math.floor(rows * 0.02);
  const subjects = Math.floor(rows * 0.2);
  const documents = Math.floor(rows * 0.01);
  const links = Math.floor(rows * 0.17);
  return { users, subjects, documents, syllabi: rows - users - subjects - documents - links, syllabus_subjects: links };
}

/** Keys have a gap in their midst, as after a restore. */
export function idOf(number: number): number {
  return number < 500 ? number + 1 : number + 1_000_001;
}

/** A key that no row has. */
export function idOfNothing(number: number): number {
  return 1_000 + (number % 900_000);
}
