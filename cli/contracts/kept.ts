import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isSamePair, type Pair } from './pact.ts';

const FILE = '.aurora/run/contracts/verified.json';

/** What a run of `contracts verify` found, and of what exactly it is true. */
export interface KeptVerdict extends Pair {
  /** Of the pact's content. */
  readonly digest: string;
  /** Of the provider's code. */
  readonly version: string;
  /** Of the consumer, where its pact is not of this code but of what runs somewhere; null: they are one tree. */
  readonly consumerVersion: string | null;
  readonly success: boolean;
  /** A sentence each. */
  readonly failures: readonly string[];
}

/** Those that belong to this version of the code; of any other, nothing is known. */
export async function keptVerdicts(root: string, version: string): Promise<readonly KeptVerdict[]> {
  return (await read(root)).filter((each) => each.version === version);
}

/** Takes the place of what was known of the same pairs in the same code; what was true of other code is forgotten. */
export async function keepVerdicts(root: string, version: string, verdicts: readonly KeptVerdict[]): Promise<void> {
  const isNew = (old: KeptVerdict) =>
    verdicts.some((each) => {
      // Of one tree there is one pact; of what runs elsewhere there may be several.
      const isSamePact = old.consumerVersion === null ? each.consumerVersion === null : each.digest === old.digest;
      return isSamePair(each, old) && isSamePact;
    });
  const others = (await keptVerdicts(root, version)).filter((each) => !isNew(each));
  const file = join(root, FILE);
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify([...others, ...verdicts], null, 2)}\n`);
  await rename(unfinished, file);
}

async function read(root: string): Promise<readonly KeptVerdict[]> {
  try {
    return JSON.parse(await readFile(join(root, FILE), 'utf8')) as readonly KeptVerdict[];
  } catch (error) {
    // Nothing was verified here yet, or somebody has touched the file: nothing is known, which `publish` says.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
