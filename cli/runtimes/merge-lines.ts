/**
 * Several logs as one, the oldest line first; each of them is in order already, and all write times in one form that sorts as text.
 * What is null is passed on at once.
 */
export function* mergeLines<T extends { readonly time: string }>(
  logs: readonly Iterable<T | null>[],
): Generator<T | null> {
  const heads: { readonly log: Iterator<T | null>; line: T }[] = [];
  for (const each of logs) {
    const log = each[Symbol.iterator]();
    const line = yield* nextOf(log);
    if (line) heads.push({ log, line });
  }
  while (heads.length > 0) {
    let at = 0;
    for (let index = 1; index < heads.length; index++) {
      if ((heads[index] as { line: T }).line.time < (heads[at] as { line: T }).line.time) at = index;
    }
    const oldest = heads[at] as (typeof heads)[number];
    yield oldest.line;
    const next = yield* nextOf(oldest.log);
    if (next) oldest.line = next;
    else heads.splice(at, 1);
  }
}

function* nextOf<T>(log: Iterator<T | null>): Generator<null, T | undefined> {
  for (;;) {
    const { done, value } = log.next();
    if (done) return undefined;
    if (value !== null) return value;
    yield null;
  }
}
