import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { FileService, Fleet } from '../config/model.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { againstSource } from '../split/check/against-source.ts';
import { type FileStore, openStore } from '../split/files/store.ts';
import type { SplitMapping } from '../split/mapping/contract.ts';
import { readMapping } from '../split/mapping/read.ts';
import { openSource } from '../split/source/open.ts';
import type { Verification } from '../split/verify/contract.ts';
import { page } from '../split/verify/report/html.ts';
import { verify } from '../split/verify/verify.ts';
import { requireFolder } from './split.ts';

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
  const store = await storeOf(fleet, runtime, mapping);
  if (store) stack.defer(async () => store.storage.close());
  const result = await runtime.withDatabases(fleet, (databases) =>
    verify({
      fleet,
      mapping,
      source,
      sourceName: nameOf(from ?? ''),
      databases,
      files: store,
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

async function storeOf(fleet: Fleet, runtime: Runtime, { mappings }: SplitMapping): Promise<FileStore | undefined> {
  const target = mappings.find(({ into }) => into.kind === 'files')?.into.service;
  const service = fleet.services.find((each): each is FileService => each.kind === 'file' && each.name === target);
  return service && openStore(fleet, service, await runtime.environmentOf(fleet, service.name));
}

/** Without login and password. */
function nameOf(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol.slice(0, -1)} ${host}${pathname}`;
}
