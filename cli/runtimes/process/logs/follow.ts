import { watch } from 'node:fs';
import { basename } from 'node:path';
import type { LogLine, LogOptions } from '../../contract.ts';
import type { Tail } from './tail.ts';

export interface FollowedLog {
  readonly service: string;
  readonly file: string;
  readonly tail: Tail;
}

/** What the logs in a folder grow by, until the signal aborts. */
export async function* follow(
  folder: string,
  logs: readonly FollowedLog[],
  { contains = '', passes = () => true, signal = new AbortController().signal }: LogOptions,
): AsyncGenerator<LogLine> {
  const followed = new Map(logs.map((log) => [basename(log.file), log]));
  // All of them first: they may have grown while their history was read.
  const grown = new Set(followed.keys());
  let wake: () => void = () => undefined;
  const watcher = watch(folder, { signal }, (_event, name) => {
    if (name !== null && followed.has(name)) grown.add(name);
    wake();
  });
  watcher.once('close', () => wake());
  while (!signal.aborted) {
    for (const name of grown) {
      grown.delete(name);
      const { service = name, tail } = followed.get(name) ?? {};
      for (const text of tail?.read() ?? []) {
        const line = { service, text };
        if (text.includes(contains) && passes(line)) yield line;
      }
    }
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (grown.size > 0) resolve();
    });
  }
}
