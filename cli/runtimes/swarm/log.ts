import { linesOf, type StampedText, stampedLinesOf } from '../docker/containers/frames.ts';
import type { Engine } from '../docker/engine.ts';

/** All that the tasks of a service have written, as far as their nodes answer. */
export async function linesOfService(engine: Engine, service: string): Promise<readonly string[]> {
  return linesOf(await read(engine, service, false));
}

/** The same with times, the oldest first: what several tasks wrote comes in no order. */
export async function stampedLinesOfService(
  engine: Engine,
  service: string,
  sinceSeconds?: number,
): Promise<readonly StampedText[]> {
  const lines = [...stampedLinesOf(await read(engine, service, true, sinceSeconds))];
  return lines.sort((one, other) => (one.stamp < other.stamp ? -1 : Number(one.stamp > other.stamp)));
}

async function read(engine: Engine, service: string, timestamps: boolean, since?: number): Promise<Buffer> {
  const options = { stdout: true, stderr: true, follow: false, timestamps, ...(since !== undefined && { since }) };
  const output = (await engine.getService(service).logs(options)) as unknown as Buffer | AsyncIterable<Buffer>;
  if (Buffer.isBuffer(output)) return output;
  const pieces: Buffer[] = [];
  for await (const piece of output) pieces.push(piece);
  return Buffer.concat(pieces);
}
