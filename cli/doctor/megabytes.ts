import { fail, ok, type Verdict, warn } from './check.ts';

/** Judges what is left of something; the bounds are bytes. */
export function judge(free: number, bounds: { enough: number; least: number }, next: string): Verdict {
  const found = `${megabytes(free)} free`;
  if (free >= bounds.enough) return ok(found);
  return free < bounds.least
    ? fail(`${found}, at least ${megabytes(bounds.least)} are needed`, next)
    : warn(`${found}, ${megabytes(bounds.enough)} are comfortable`, next);
}

export const megabyte = 1024 ** 2;

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / megabyte)} MB`;
}
