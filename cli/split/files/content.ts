import { createHash } from 'node:crypto';
import type { FileStore } from './store.ts';

/** Bytes that the type is found out from, as in the file service. */
const HEAD = 64 * 1024;

export interface Facts {
  readonly contentType: string;
  readonly size: number;
  readonly sha256: string;
}

/** What a content is, found out while it passes: no more than its beginning is ever in memory. */
export async function* observed(
  content: AsyncIterable<Buffer>,
  { sniff }: FileStore,
  declaredType: string,
  tell: (facts: Facts) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let size = 0;
  let held = 0;
  for await (const piece of content) {
    hash.update(piece);
    size += piece.length;
    if (held < HEAD) {
      head.push(piece);
      held += piece.length;
    }
    yield piece;
  }
  const contentType = await sniff(Buffer.concat(head), held === size, declaredType);
  tell({ contentType, size, sha256: hash.digest('hex') });
}

/** The same of what goes nowhere. */
export async function factsOf(content: AsyncIterable<Buffer>, store: FileStore, declaredType: string): Promise<Facts> {
  let facts: Facts | undefined;
  for await (const _ of observed(content, store, declaredType, (told) => {
    facts = told;
  }));
  return facts as Facts;
}
