import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { bigFleet } from '../../support/big-fleet.ts';
import type { Contest, Row } from '../contest.ts';

const root = resolve(import.meta.dirname, '../../..');
const aurora = join(root, 'bin/aurora');
const SIZE = { services: 50, entities: 20 };
const settings = `${SIZE.services} services of ${SIZE.entities} entities each, seven fields to an entity and references between them`;

/** Of the second entity, which one other service embeds; the first is embedded by all. */
const TITLE = /(?<=Billing1Batch:.*?maxLength: )200/s;

export const generateCold: Row = {
  name: 'generate',
  measured: '`aurora generate` of a big fleet into an empty folder, over 5 s',
  unit: 'ms',
  goal: 1,
  rounds: 3,
  settings,
  open: () => open(5_000, async (folder) => time(await installed(folder))),
};

export const generateMemory: Row = {
  name: 'generate, memory',
  measured: 'The most memory that `aurora generate` of a big fleet into an empty folder holds, over 300 MB',
  unit: 'MB',
  goal: 1,
  rounds: 1,
  settings,
  open: () => open(300, async (folder) => peak(await installed(folder))),
};

export const generateAgain: Row = {
  name: 'generate, one entity',
  measured: '`aurora generate` of the same fleet after a change of one entity, over 1 s',
  unit: 'ms',
  goal: 1,
  rounds: 5,
  settings: `${settings}; a limit of a field that another service embeds, back and forth`,
  finding:
    'A third is reading the config (10,000 lines of YAML, most of it in the parser), a third looking at all services to see ' +
    'which have changed, a tenth reading 18,000 files. Rendering all of them, which took as long again, is left out already.',
  async open() {
    let limit = 200;
    return open(1_000, async (folder) => {
      const config = join(folder, 'aurora.config.yaml');
      limit = limit === 200 ? 100 : 200;
      await writeFile(config, bigFleet(SIZE).replace(TITLE, String(limit)));
      return time(folder);
    });
  },
};

async function open(goal: number, measure: (folder: string) => Promise<number>): Promise<Contest> {
  const root = await mkdtemp(join(tmpdir(), 'aurora-bench-generate-'));
  const dispose = () => rm(root, { recursive: true, force: true });
  try {
    // In the round that does not count, what is kept between runs is made.
    const folder = await installed(root);
    return {
      contenders: [
        { name: 'aurora', measure: () => measure(folder) },
        { name: 'the goal', measure: async () => goal },
      ],
      [Symbol.asyncDispose]: dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/**
 * Installed, as a fleet is, and nothing generated; each time beside the last one. A folder that was emptied just now
 * would measure how ext4 looks for inodes that were not freed a moment ago.
 */
async function installed(beside: string): Promise<string> {
  const folder = await mkdtemp(`${beside}/`);
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'aurora.config.yaml'), bigFleet(SIZE));
  return folder;
}

async function time(cwd: string): Promise<number> {
  const began = performance.now();
  await promisify(execFile)(aurora, ['generate'], { cwd });
  return performance.now() - began;
}

async function peak(folder: string): Promise<number> {
  const file = join(folder, 'peak-memory');
  const options = `--import=${join(import.meta.dirname, '../peak-memory.ts')}`;
  const env = { ...process.env, NODE_OPTIONS: options, PEAK_MEMORY_FILE: file };
  await promisify(execFile)(aurora, ['generate'], { cwd: folder, env });
  return Number(await readFile(file, 'utf8')) / 1024;
}
