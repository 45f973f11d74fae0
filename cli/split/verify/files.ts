import { createHash } from 'node:crypto';
import type { BlobStorage } from '../../../shared/storage/contract.ts';
import type { FileCheck } from './contract.ts';
import { Tally } from './found.ts';
import type { OldRows } from './old/contract.ts';
import type { Shape } from './target/shape.ts';
import type { Store } from './target/store.ts';

/** Files that are read at once. */
const AT_ONCE = 4;

/** Reads all contents in the storage that came from the old database, and compares them with what the database says. */
export async function checkFiles(shape: Shape, old: OldRows, store: Store, storage: BlobStorage): Promise<FileCheck> {
  const [missing, damaged] = [new Tally(), new Tally()];
  const place = (field: string) => shape.columns.findIndex((column) => column.field === field);
  const [size, sha256] = [place('size'), place('sha256')];
  let [checked, bytes] = [0, 0];

  const check = async (id: string, told: { size: number; sha256: string }): Promise<void> => {
    const content = await storage.open(id);
    if (content === undefined) return missing.add({ id, detail: 'the storage does not have it' });
    const hash = createHash('sha256');
    let read = 0;
    for await (const piece of content as AsyncIterable<Buffer>) {
      hash.update(piece);
      read += piece.length;
    }
    bytes += read;
    if (read !== told.size) damaged.add({ id, detail: `${read} bytes of ${told.size}` });
    else if (hash.digest('hex') !== told.sha256) damaged.add({ id, detail: 'its SHA-256 is another' });
  };

  for await (const page of store.all(shape)) {
    const rows = page.filter(({ id }) => old.mayBe(id)).values();
    const worker = async () => {
      for (const { id, values } of rows) {
        checked += 1;
        await check(id, { size: Number(values[size]), sha256: values[sha256] ?? '' });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }
  const holds = missing.count === 0 && damaged.count === 0;
  return { service: shape.service, checked, bytes, missing: missing.found, damaged: damaged.found, holds };
}
