import { createHash, randomBytes } from 'node:crypto';
import type { Answer, RealFleet } from './real-fleet.ts';

const BOUNDARY = 'a-boundary-that-no-content-has';
const PIECE = randomBytes(64 * 1024);

export interface Upload {
  readonly answer: Answer;
  /** Of what was sent. */
  readonly sha256: string;
}

/** Uploads so many bytes through the gateway; they are made while they are sent, and no more than a piece of them is ever in memory. */
export async function upload(fleet: RealFleet, bytes: number, name = 'lecture.bin'): Promise<Upload> {
  const hash = createHash('sha256');
  const response = await fetch(`${fleet.urlOf('api-gateway')}/api/v1/files`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await fleet.token('files:write')}`,
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
    },
    body: ReadableStream.from(form(bytes, name, (piece) => hash.update(piece))),
    duplex: 'half',
  });
  const answer = { status: response.status, headers: response.headers, body: await response.json() };
  return { answer, sha256: hash.digest('hex') };
}

function* form(bytes: number, name: string, sees: (piece: Buffer) => unknown): Generator<Buffer> {
  yield Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n`);
  for (let left = bytes; left > 0; left -= PIECE.length) {
    const piece = PIECE.subarray(0, left);
    sees(piece);
    yield piece;
  }
  yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`);
}
