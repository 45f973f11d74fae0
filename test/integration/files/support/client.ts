import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { Readable, Writable } from 'node:stream';
import { json } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

const BOUNDARY = 'a-boundary-that-no-content-has';
const HEAD = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n`;
const TAIL = `\r\n--${BOUNDARY}--\r\n`;
const PIECE = Buffer.from(Array.from({ length: 64 * 1024 }, (_, index) => (index * 31) % 251));

export interface Uploaded {
  readonly id: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * A request whose body is one file, of which nothing has been sent yet.
 * @param length in bytes, where it is told in advance
 */
export function beginUpload(base: string, authorization: string, length?: number): ClientRequest {
  const headers = {
    authorization,
    'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    ...(length !== undefined && { 'content-length': length }),
  };
  const outgoing = request(`${base}/api/v1/files`, { method: 'POST', headers });
  outgoing.write(HEAD);
  return outgoing;
}

/** Uploads so many bytes from a source that never holds them all. */
export async function upload(base: string, authorization: string, size: number): Promise<Uploaded> {
  const outgoing = beginUpload(base, authorization);
  const answered = once(outgoing, 'response');
  await pipeline(
    Readable.from(
      (function* () {
        yield* pieces(size);
        yield TAIL;
      })(),
    ),
    outgoing,
  );
  const [incoming] = (await answered) as [IncomingMessage];
  return (await json(incoming)) as Uploaded;
}

/** Downloads at the pace of a slow reader: what comes quicker has to wait. */
export async function download(url: string): Promise<Omit<Uploaded, 'id'>> {
  const [incoming] = (await once(request(url).end(), 'response')) as [IncomingMessage];
  const hash = createHash('sha256');
  let size = 0;
  await pipeline(
    incoming,
    new Writable({
      write(piece: Buffer, _encoding, done) {
        hash.update(piece);
        size += piece.length;
        setImmediate(done);
      },
    }),
  );
  return { size, sha256: hash.digest('hex') };
}

export function* pieces(size: number): Generator<Buffer> {
  for (let left = size; left > 0; left -= PIECE.length) yield left < PIECE.length ? PIECE.subarray(0, left) : PIECE;
}

/** What the content of that size has for a fingerprint. */
export function fingerprint(size: number): string {
  const hash = createHash('sha256');
  for (const piece of pieces(size)) hash.update(piece);
  return hash.digest('hex');
}
