import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Fleet } from '../config/model.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { againstSource } from '../split/check/against-source.ts';
import { readMapping } from '../split/mapping/read.ts';
import { openSource } from '../split/source/open.ts';
import type { Verification } from '../split/verify/contract.ts';
import { page } from '../split/verify/report/html.ts';
import { verify } from '../split/verify/verify.ts';
import { requireFolder, storesOf } from './split.ts';

export interface SplitVerifyWish {
  /** URL of the old database. */
  readonly from: string | undefined;
  /** The folder that paths of files lead below. */
  readonly files?: string | undefined;
  readonly seed: number;
  readonly sample: number;
  /** Where the page goes; absent: none is written. */
  readonly html?: string | undefined;
}

/** Compares the old database with those of the services. Reads only. */
export async function splitVerify(
  fleet: Fleet,
  runtime: Runtime,
  { from, files, html, seed, sample }: SplitVerifyWish,
  narrator: Narrator,
): Promise<Verification> {
  const mapping = readMapping(fleet);
  requireFolder(mapping.mappings, files);
  await using stack = new AsyncDisposableStack();
  const source = await openSource(from, mapping);
  stack.defer(() => source.end());
  mapping.refuse([...againstSource(mapping, source.catalog)]);
  const stores = await storesOf(fleet, runtime, mapping.mappings);
  stack.defer(async () => {
    for (const { storage } of stores.values()) storage.close();
  });
  const result = await runtime.withDatabases(fleet, (databases) =>
    verify({
      fleet,
      mapping,
      source,
      sourceName: nameOf(from ?? ''),
      databases,
      files: stores,
      uploads: files,
      seed,
      sample,
      narrator,
    }),
  );
  if (html !== undefined) {
    await mkdir(dirname(html), { recursive: true });
    await writeFile(html, page(result));
  }
  return result;
}

/** Without login and password. */
function nameOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol.slice(0, -1)} ${host}${pathname}`;
}
