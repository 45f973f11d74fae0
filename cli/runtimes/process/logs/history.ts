import { createReadStream, type Stats, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { LOG_LIMITS } from '../supervisor/rotation.ts';
import { type TimedLine, timeOf } from './timed.ts';

/** What a log holds now: the lines of its older parts and its own, up to `end` bytes of it. */
export async function* history(service: string, file: string, end: number, since: number): AsyncGenerator<TimedLine> {
  const older = Array.from({ length: LOG_LIMITS.older }, (_, index) => `${file}.${LOG_LIMITS.older - index}`);
  let time = 0;
  for (const part of [...older, file]) {
    const stats = statOf(part);
    if (!stats || stats.mtimeMs < since) continue;
    const length = part === file ? end : stats.size;
    if (length === 0) continue;
    for await (const text of createInterface({
      input: createReadStream(part, { end: length - 1 }),
      crlfDelay: Number.POSITIVE_INFINITY,
    })) {
      time = timeOf(text, time || stats.birthtimeMs);
      if (text !== '' && time >= since) yield { service, text, time };
    }
  }
}

export function statOf(file: string): Stats | undefined {
  return statSync(file, { throwIfNoEntry: false });
}

/** Several logs as one, the oldest line first; each of them is in order already. */
export async function* merge(logs: readonly AsyncGenerator<TimedLine>[]): AsyncGenerator<TimedLine> {
  const heads = await Promise.all(logs.map(async (log) => ({ log, next: await log.next() })));
  for (;;) {
    let oldest: (typeof heads)[number] | undefined;
    for (const head of heads) {
      if (!head.next.done && (!oldest || head.next.value.time < oldest.next.value.time)) oldest = head;
    }
    if (!oldest) return;
    yield oldest.next.value;
    oldest.next = await oldest.log.next();
  }
}
