const HEADER = 8;
const LENGTH_AT = 4;
const NEWLINE = 10;
const BLANK = 32;

interface Frame {
  /** Standard output or standard error. */
  readonly stream: number;
  readonly payload: Buffer;
}

/** What the engine sends of a container without a terminal: an 8-byte header each (Engine API, "Attach"), and a piece of a line at most. */
function* framesIn(output: Buffer): Generator<Frame> {
  for (let at = 0; at + HEADER <= output.length; ) {
    const end = at + HEADER + output.readUInt32BE(at + LENGTH_AT);
    yield { stream: output.readUInt8(at), payload: output.subarray(at + HEADER, end) };
    at = end;
  }
}

export function textOf(output: Buffer): string {
  return Buffer.concat([...framesIn(output)].map(({ payload }) => payload)).toString('utf8');
}

export function linesOf(output: Buffer): readonly string[] {
  return textOf(output)
    .split('\n')
    .filter((line) => line !== '');
}

/** A line and when it was written: `2026-01-02T03:04:05.678901234Z`, so long in each. */
export interface StampedText {
  readonly stamp: string;
  readonly text: string;
}

/** The lines of a log with stamps. The engine keeps a long line in pieces of 16 KiB, and puts a stamp and a blank before each. */
export function* stampedLinesOf(output: Buffer): Generator<StampedText> {
  const open = new Map<number, { readonly stamp: string; readonly pieces: Buffer[] }>();
  const close = function* (stream: number): Generator<StampedText> {
    const { stamp = '', pieces = [] } = open.get(stream) ?? {};
    open.delete(stream);
    const text = Buffer.concat(pieces).toString('utf8').replace(/\n$/, '');
    if (text !== '') yield { stamp, text };
  };
  for (const { stream, payload } of framesIn(output)) {
    const blank = payload.indexOf(BLANK);
    const line = open.get(stream) ?? { stamp: payload.toString('latin1', 0, blank), pieces: [] };
    line.pieces.push(payload.subarray(blank + 1));
    open.set(stream, line);
    if (payload.at(-1) === NEWLINE) yield* close(stream);
  }
  for (const stream of [...open.keys()]) yield* close(stream);
}

/** What is in frames as they come, in pieces of any size; each once it is whole. */
export async function* framesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER) {
      const end = HEADER + rest.readUInt32BE(LENGTH_AT);
      if (rest.length < end) break;
      yield rest.subarray(HEADER, end);
      rest = rest.subarray(end);
    }
  }
}
