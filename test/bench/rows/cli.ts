import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Contender, Contest, Row } from '../contest.ts';
import { median } from '../contest.ts';
import { benchFleet } from '../fleet.ts';

const root = resolve(import.meta.dirname, '../../..');
const RUNS = 10;
const settings = `A sample is the median of ${RUNS} runs, compile caches filled; the peer is one oclif 5 command that prints a word`;

export const cliVersion: Row = {
  name: 'CLI version',
  measured: '`aurora --version` over a bare oclif hello',
  unit: 'ms',
  goal: 0.8,
  rounds: 5,
  settings,
  open: async () => besideHello({ name: 'aurora --version', measure: () => time(aurora, ['--version'], root) }),
};

export const cliStatus: Row = {
  name: 'CLI status',
  measured: '`aurora status --json` of a running fleet of five over a bare oclif hello',
  unit: 'ms',
  goal: 1.2,
  rounds: 5,
  settings,
  async open() {
    const fleet = await benchFleet();
    await fleet.aurora('up', '-d');
    const ours = { name: 'aurora status --json', measure: () => time(aurora, ['status', '--json'], fleet.folder) };
    return besideHello(ours, () => fleet[Symbol.asyncDispose]());
  },
};

const aurora = join(root, 'bin/aurora');
const hello: Contender = {
  name: 'bare oclif hello',
  measure: () => time(process.execPath, [join(import.meta.dirname, '../peers/bare-oclif/run.js')], root),
};

function besideHello(ours: Contender, dispose: () => PromiseLike<void> = async () => {}): Contest {
  return { contenders: [ours, hello], [Symbol.asyncDispose]: dispose };
}

async function time(command: string, args: readonly string[], cwd: string): Promise<number> {
  const samples: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const began = performance.now();
    await promisify(execFile)(command, args, { cwd });
    samples.push(performance.now() - began);
  }
  return median(samples);
}
