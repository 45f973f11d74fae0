import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Interaction, orderOf, type PactFile, printPact } from './pact-file.ts';

/** What a test has written, and where it is kept. */
export interface Written {
  /** Absolute path of the committed pact. */
  readonly file: string;
  readonly pact: PactFile;
  /** The test that wrote all of it. */
  readonly test: string;
}

/**
 * What a test asks for takes the place of what it asked for before; what other tests ask of the same provider stays.
 * The files of one pair may be written at the same time.
 */
export async function record({ file, pact, test }: Written): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await alone(`${file}.lock`, async () => {
    const others = ((await read(file))?.interactions ?? []).filter(({ comments }) => comments?.testname !== test);
    const unfinished = `${file}.${process.pid}`;
    await writeFile(unfinished, printPact({ ...pact, interactions: [...others, ...pact.interactions] }));
    await rename(unfinished, file);
  });
}

/** @throws Error that names what differs from what is committed */
export async function compare({ file, pact, test }: Written): Promise<void> {
  const committed = await read(file);
  const own = (committed?.interactions ?? []).filter(({ comments }) => comments?.testname === test);
  const [before, now] = [byName({ ...pact, interactions: own }), byName(pact)];
  const differences = [
    ...[...now.keys()].filter((name) => !before.has(name)).map((name) => `  + ${name}`),
    ...[...before.keys()].filter((name) => !now.has(name)).map((name) => `  - ${name}`),
    ...[...now].filter(([name, text]) => before.has(name) && before.get(name) !== text).map(([name]) => `  ~ ${name}`),
  ];
  if (differences.length === 0) return;
  const what = committed ? 'differs from what is committed' : 'is not there';
  throw new Error(
    [
      `contracts/pacts/${pact.consumer.name}-${pact.provider.name}.json ${what} (+ new, - gone, ~ changed):`,
      ...differences,
      'Record it with `aurora contracts record`, and look at what it changes.',
    ].join('\n'),
  );
}

function byName(pact: PactFile): Map<string, string> {
  return new Map(
    pact.interactions.map((each: Interaction) => [orderOf(each), printPact({ ...pact, interactions: [each] })]),
  );
}

async function read(file: string): Promise<PactFile | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as PactFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

const PATIENCE_MS = 10_000;

/** @throws Error when somebody else does not come to an end */
async function alone(lock: string, work: () => Promise<void>): Promise<void> {
  const endsAt = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (Date.now() > endsAt) throw new Error(`${lock} is held by a test that was killed: remove it`);
      await pause(20);
    }
  }
  try {
    await work();
  } finally {
    await rm(lock, { recursive: true });
  }
}
