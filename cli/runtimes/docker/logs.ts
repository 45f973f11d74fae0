import { PassThrough, type Readable } from 'node:stream';
import type { Fleet } from '../../config/model.ts';
import type { LogLine, LogOptions } from '../contract.ts';
import { lastLinesOf } from '../last-lines-of.ts';
import { mergeLines } from '../merge-lines.ts';
import { framesOf, stampedLinesOf } from './containers/frames.ts';
import { linesIn } from './containers/lines-in.ts';
import { connectEngine, type Engine, engineUnreachable, statusOf } from './engine.ts';
import { eventsOf, startOf } from './events.ts';
import { type ObservedContainer, observeContainers } from './observe.ts';

/** Log lines of services as the engine keeps them. */
export async function* logLines(fleet: Fleet, options: LogOptions): AsyncGenerator<LogLine> {
  const engine = await connectEngine();
  const now = Date.now();
  const wanted = (part: string, kind: string) =>
    kind === 'service' && (options.services.length === 0 || options.services.includes(part));
  const containers = (await observeContainers(engine, fleet)).filter(({ part, kind }) => wanted(part, kind));
  const until = Math.min(options.until?.getTime() ?? now, now);
  const histories = await Promise.all(containers.map((container) => history(engine, container, options, until)));
  for (const line of lastLinesOf(mergeLines(histories), options.tail)) {
    if (line) yield { service: line.service, text: line.text };
  }
  if (!options.follow) return;
  const { contains = '', passes = () => true } = options;
  for await (const line of follow(engine, fleet, now, wanted, options.signal))
    if (line.text.includes(contains) && passes(line)) yield line;
}

async function history(
  engine: Engine,
  { id, part }: ObservedContainer,
  { since, contains = '', passes = () => true }: LogOptions,
  until: number,
): Promise<Iterable<LogLine & { readonly time: string }>> {
  const output = await engine.getContainer(id).logs({
    stdout: true,
    stderr: true,
    timestamps: true,
    follow: false,
    until: until / 1000,
    ...(since && { since: since.getTime() / 1000 }),
  });
  const wanted = (line: LogLine) => line.text.includes(contains) && passes(line);
  return linesOf(part, output, wanted);
}

/** Stamps of one engine have one length: as text they sort as in time. */
function* linesOf(service: string, output: Buffer, wanted: (line: LogLine) => boolean) {
  for (const { stamp, text } of stampedLinesOf(output)) {
    if (wanted({ service, text })) yield { service, text, time: stamp };
  }
}

/** What the containers say from a moment on, also those that are started later or again: its log ends where a container does. */
async function* follow(
  engine: Engine,
  fleet: Fleet,
  from: number,
  wanted: (part: string, kind: string) => boolean,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogLine> {
  const lines = new PassThrough({ objectMode: true });
  const sources = new Set<Readable>();
  /** Reads to the end of a source of its own; what goes wrong is told to whoever reads the lines. */
  const read = async (open: () => Promise<Readable>, each: (source: Readable) => Promise<void>) => {
    let source: Readable | undefined;
    try {
      source = await open();
      sources.add(source);
      if (lines.writableEnded) source.destroy();
      else await each(source);
    } catch (error) {
      // The container was removed before its log could be opened.
      if (!lines.writableEnded && statusOf(error) !== 404) lines.destroy(error as Error);
    } finally {
      if (source) sources.delete(source);
    }
  };
  const attach = (id: string, service: string, since: number) =>
    read(
      async () => {
        const container = engine.getContainer(id);
        return (await container.logs({ stdout: true, stderr: true, follow: true, since: since / 1000 })) as Readable;
      },
      async (output) => {
        try {
          for await (const text of linesIn(framesOf(output))) {
            if (text !== '' && !lines.writableEnded) lines.write({ service, text });
          }
        } catch {
          // A log that breaks off: either its container is gone, or the engine, which the news of starts tell.
        }
      },
    );
  const close = () => {
    lines.end();
    for (const source of sources) source.destroy();
  };
  signal?.addEventListener('abort', close);
  try {
    const starts = await eventsOf(engine, fleet, ['start']);
    // Asked once the engine tells of those that come later: else one that is started in between would be in neither.
    const running = (await observeContainers(engine, fleet)).filter(({ state }) => state === 'running');
    const asked = Date.now();
    const told = new Set(running.map(({ id }) => id));
    void read(
      async () => starts,
      async () => {
        let broken: unknown;
        try {
          for await (const line of linesIn(starts)) {
            if (line === '') continue;
            const { id, part, kind, timeMs } = startOf(line);
            if (wanted(part, kind) && !(timeMs <= asked && told.has(id))) void attach(id, part, timeMs);
          }
        } catch (error) {
          broken = error;
        }
        if (!lines.writableEnded) throw engineUnreachable('it went away', broken);
      },
    );
    for (const { id, part, kind } of running) if (wanted(part, kind)) void attach(id, part, from);
    if (signal?.aborted) close();
    yield* lines as AsyncIterable<LogLine>;
  } finally {
    signal?.removeEventListener('abort', close);
    close();
  }
}
