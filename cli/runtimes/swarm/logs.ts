import { PassThrough, type Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
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

const LOOK_EVERY_MS = 2_000;

/** Log lines of services from all nodes that answer, as the engines keep them. */
export async function* swarmLogs(fleet: Fleet, options: LogOptions): AsyncGenerator<LogLine> {
  const { engine } = await requireManager();
  const now = Date.now();
  const wanted = await wantedServices(engine, fleet, options);
  const until = new Date(Math.min(options.until?.getTime() ?? now, now)).toISOString();
  const histories = await Promise.all(wanted.map((service) => history(engine, service, options, until)));
  for (const line of lastLinesOf(mergeLines(histories), options.tail)) {
    if (line) yield { service: line.service, text: line.text };
  }
  if (options.follow) yield* follow(engine, fleet, wanted, now, options);
}

/** In both of their places. */
async function wantedServices(
  engine: Engine,
  fleet: Fleet,
  { services: names }: Pick<LogOptions, 'services'>,
): Promise<readonly ObservedService[]> {
  const { services } = await observeSwarm(engine, fleet);
  return services.filter(({ part, kind }) => kind === 'service' && (names.length === 0 || names.includes(part)));
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

/** What they say from a moment on; tasks that come later are among them, and places that a deploy takes. */
async function* follow(
  engine: Engine,
  fleet: Fleet,
  services: readonly ObservedService[],
  from: number,
  options: LogOptions,
): AsyncGenerator<LogLine> {
  const { contains = '', passes = () => true, signal } = options;
  const lines = new PassThrough({ objectMode: true });
  const sources: Readable[] = [];
  const known = new Set<string>();
  const close = () => {
    lines.end();
    for (const source of sources) source.destroy();
  };
  signal?.addEventListener('abort', close);
  try {
    const attach = async (those: readonly ObservedService[]) => {
      for (const { id, part } of those.filter((each) => !known.has(each.id))) {
        known.add(id);
        const asked = { stdout: true, stderr: true, follow: true, since: Math.floor(from / 1000) };
        const source = (await engine.getService(id).logs(asked)) as unknown as Readable;
        if (lines.writableEnded) source.destroy();
        sources.push(source);
        void read(source, part, lines);
      }
    };
    await attach(services);
    if (signal?.aborted) close();
    void attachLater(lines, async () => attach(await wantedServices(engine, fleet, options)));
    for await (const line of lines as AsyncIterable<LogLine>) {
      if (line.text.includes(contains) && passes(line)) yield line;
    }
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}

/** A swarm tells nobody of a service that is new: they are looked at. */
async function attachLater(lines: PassThrough, attach: () => Promise<void>): Promise<void> {
  try {
    while (!lines.writableEnded) {
      await delay(LOOK_EVERY_MS, undefined, { ref: false });
      if (!lines.writableEnded) await attach();
    }
  } catch (error) {
    if (!lines.writableEnded) lines.destroy(error as Error);
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
