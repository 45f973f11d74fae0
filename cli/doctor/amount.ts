import { fail, ok, type Verdict, warn } from './check.ts';

/** Judges what is left of something; the bounds are bytes. */
export function judge(free: number, bounds: { enough: number; least: number }, next: string): Verdict {
  const found = `${amount(free)} free`;
  if (free >= bounds.enough) return ok(found);
  return free < bounds.least
    ? fail(`${found}, at least ${amount(bounds.least)} are needed`, next)
    : warn(`${found}, ${amount(bounds.enough)} are comfortable`, next);
}

export const megabyte = 1024 ** 2;

function amount(bytes: number): string {
  const megabytes = Math.floor(bytes / megabyte);
  return megabytes < 10_240 ? `${megabytes} MB` : `${Math.floor(megabytes / 1024)} GB`;
}
