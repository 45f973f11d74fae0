const HEADER = 8;
const LENGTH_AT = 4;

/** The text in what the engine sends of a container without a terminal: frames of an 8-byte header (Engine API, "Attach") each. */
export function textOf(frames: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; at + HEADER <= frames.length; ) {
    const end = at + HEADER + frames.readUInt32BE(at + LENGTH_AT);
    parts.push(frames.subarray(at + HEADER, end));
    at = end;
  }
  return Buffer.concat(parts).toString('utf8');
}

export function linesOf(frames: Buffer): readonly string[] {
  return textOf(frames)
    .split('\n')
    .filter((line) => line !== '');
}

/** Frames as they come, in pieces of any size; each frame's text once it is whole. */
export async function* framesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= HEADER) {
      const end = HEADER + rest.readUInt32BE(LENGTH_AT);
      if (rest.length < end) break;
      yield rest.toString('utf8', HEADER, end);
      rest = rest.subarray(end);
    }
  }
}
