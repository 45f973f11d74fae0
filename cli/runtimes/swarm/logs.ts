import { PassThrough, type Readable } from 'node:stream';
import type { Fleet } from '../../config/model.ts';
import type { LogLine, LogOptions } from '../contract.ts';
import { framesOf } from '../docker/containers/frames.ts';
import { linesIn } from '../docker/containers/lines-in.ts';
import type { Engine } from '../docker/engine.ts';
import { lastLinesOf } from '../last-lines-of.ts';
import { mergeLines } from '../merge-lines.ts';
import { stampedLinesOfService } from './log.ts';
import { requireManager } from './manager.ts';
import { type ObservedService, observeSwarm } from './observe.ts';

/** Log lines of services from all nodes that answer, as the engines keep them. */
export async function* swarmLogs(fleet: Fleet, options: LogOptions): AsyncGenerator<LogLine> {
  const { engine } = await requireManager();
  const now = Date.now();
  const { services } = await observeSwarm(engine, fleet);
  const wanted = services.filter(
    ({ part, kind }) => kind === 'service' && (options.services.length === 0 || options.services.includes(part)),
  );
  const until = new Date(Math.min(options.until?.getTime() ?? now, now)).toISOString();
  const histories = await Promise.all(wanted.map((service) => history(engine, service, options, until)));
  for (const line of lastLinesOf(mergeLines(histories), options.tail)) {
    if (line) yield { service: line.service, text: line.text };
  }
  if (options.follow) yield* follow(engine, wanted, now, options);
}

async function history(
  engine: Engine,
  { id, part }: ObservedService,
  { since, contains = '', passes = () => true }: LogOptions,
  until: string,
): Promise<readonly (LogLine & { readonly time: string })[]> {
  const from = since?.toISOString() ?? '';
  const seconds = since && Math.floor(since.getTime() / 1000);
  const lines = await stampedLinesOfService(engine, id, seconds);
  return lines.flatMap(({ stamp, text }) => {
    // Stamps have nanoseconds: as text, one sorts behind the millisecond that it is in.
    if (stamp < from.slice(0, -1) || stamp > until) return [];
    const line = { service: part, text };
    return text.includes(contains) && passes(line) ? [{ ...line, time: stamp }] : [];
  });
}

/** What they say from a moment on; tasks that come later are among them. */
async function* follow(
  engine: Engine,
  services: readonly ObservedService[],
  from: number,
  { contains = '', passes = () => true, signal }: LogOptions,
): AsyncGenerator<LogLine> {
  const lines = new PassThrough({ objectMode: true });
  const sources: Readable[] = [];
  const close = () => {
    lines.end();
    for (const source of sources) source.destroy();
  };
  signal?.addEventListener('abort', close);
  try {
    for (const { id, part } of services) {
      const options = { stdout: true, stderr: true, follow: true, since: Math.floor(from / 1000) };
      const source = (await engine.getService(id).logs(options)) as unknown as Readable;
      sources.push(source);
      void read(source, part, lines);
    }
    if (signal?.aborted) close();
    for await (const line of lines as AsyncIterable<LogLine>) {
      if (line.text.includes(contains) && passes(line)) yield line;
    }
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}

async function read(source: Readable, service: string, lines: PassThrough): Promise<void> {
  try {
    for await (const text of linesIn(framesOf(source))) {
      if (text !== '' && !lines.writableEnded) lines.write({ service, text });
    }
  } catch (error) {
    // A log that breaks off with its service or its manager is no reason to hear no other, unless nobody has closed it.
    if (!lines.writableEnded) lines.destroy(error as Error);
  }
}
