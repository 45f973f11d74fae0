import type { IncomingHttpHeaders } from 'node:http';

/** An answer as it is kept. */
export interface StoredAnswer extends StoredHead {
  readonly body: Buffer;
}

interface StoredHead {
  /** Of the collection, at the time when the service was asked. */
  readonly generation: string;
  /** Epoch milliseconds. */
  readonly storedAt: number;
  readonly headers: IncomingHttpHeaders;
}

const LINE_FEED = 0x0a;

/** A line of JSON, then the body. */
export function encode({ body, ...head }: StoredAnswer): Buffer {
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]);
}

export function decode(bytes: Buffer): StoredAnswer {
  const end = bytes.indexOf(LINE_FEED);
  const head: StoredHead = JSON.parse(bytes.toString('utf8', 0, end));
  return { ...head, body: bytes.subarray(end + 1) };
}
