import { watch } from 'node:fs';
import { basename } from 'node:path';
import type { LogLine } from '../../contract.ts';
import { Tail } from './tail.ts';

export interface FollowedLog {
  readonly service: string;
  readonly file: string;
  /** Bytes that have been read already. */
  readonly offset: number;
}

/** What the logs in a folder grow by, until the signal aborts. */
export async function* follow(
  folder: string,
  logs: readonly FollowedLog[],
  signal: AbortSignal,
): AsyncGenerator<LogLine> {
  const tails = new Map(
    logs.map(({ service, file, offset }) => [basename(file), { service, tail: new Tail(file, offset) }]),
  );
  // All of them first: they may have grown while their history was read.
  const grown = new Set(tails.keys());
  let wake: () => void = () => undefined;
  const watcher = watch(folder, { signal }, (_event, name) => {
    if (name !== null && tails.has(name)) grown.add(name);
    wake();
  });
  watcher.once('close', () => wake());
  while (!signal.aborted) {
    for (const name of grown) {
      grown.delete(name);
      const { service, tail } = tails.get(name) ?? {};
      for (const text of tail?.read() ?? []) yield { service: service ?? name, text };
    }
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (grown.size > 0) resolve();
    });
  }
}
