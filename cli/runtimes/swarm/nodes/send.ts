import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Engine } from '../../docker/engine.ts';

const MEGABYTE = 1024 * 1024;

/** What an engine tells while it takes images in. */
interface Told {
  readonly status?: string;
  readonly progress?: string;
  readonly error?: string;
}

/**
 * Sends images from one engine to another, through this process, no faster than the other one takes them: layers that several of them share
 * only once.
 * @param names tags, or ids of images without one
 */
export async function sendImages(
  from: Engine,
  to: Engine,
  names: readonly string[],
  note: (text: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const images = await exported(from, names, signal);
  let sent = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      sent += chunk.length;
      note(`${Math.ceil(sent / MEGABYTE)} MB`);
      done(null, chunk);
    },
  });
  await Promise.all([
    pipeline(images, counted),
    // An engine that takes no more leaves the other one with what it has to say.
    load(to, counted, note, signal).catch((error: Error) => {
      counted.destroy(error);
      throw error;
    }),
  ]);
}

/** dockerode itself asks for one image at a time. */
function exported(engine: Engine, names: readonly string[], signal?: AbortSignal): Promise<NodeJS.ReadableStream> {
  const { modem } = engine;
  const query = names.map((name) => `names=${encodeURIComponent(name)}`).join('&');
  return new Promise((resolve, reject) => {
    modem.dial(
      {
        // Of a query that it did not put there itself, it takes the last character away.
        path: `/images/get?${query}&`,
        method: 'GET',
        isStream: true,
        abortSignal: signal,
        statusCodes: { 200: true, 404: 'no such image', 500: 'server error' },
      } as never,
      (error: unknown, stream: unknown) => (error ? reject(error) : resolve(stream as NodeJS.ReadableStream)),
    );
  });
}

async function load(engine: Engine, images: Transform, note: (text: string) => void, signal?: AbortSignal) {
  const told = await engine.loadImage(images, signal && { abortSignal: signal });
  await new Promise<void>((resolve, reject) => {
    engine.modem.followProgress(
      told,
      (error: Error | null, lines: readonly Told[]) => {
        const failure = lines?.find((line) => line.error)?.error;
        if (error || failure !== undefined) reject(error ?? new Error(failure));
        else resolve();
      },
      ({ status, progress }: Told) => status && note([status, progress].filter(Boolean).join(' ')),
    );
  });
}
