import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Finished, run } from '../../support/aurora.ts';
import { LONG } from '../../support/long.ts';
import { Packages } from '../../support/packages.ts';

const MINUTES = 60_000;
/** How their services do is proven by test/fleets; here it is that they are found, and have all that they need. */
const OWN_TESTS = LONG ? [] : ['--', 'services/order-service'];

describe('a fleet as aurora init makes it', () => {
  let folder: string;
  let fleet: string;
  const here = (program: string, ...args: string[]): Promise<Finished> =>
    run(program, args, {
      cwd: fleet,
      // This repository's tools are none of the fleet's.
      env: { DATABASE_URL: undefined, BROKER_URL: undefined, NODE_OPTIONS: undefined },
    });
  const launcher = (...args: string[]) => here(join(fleet, 'bin/aurora'), ...args);
  const passes = async (finished: Promise<Finished>) => {
    const { exitCode, stdout, stderr } = await finished;
    return exitCode === 0 ? 'passed' : `${stdout}${stderr}`;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aurora-new-fleet-'));
    fleet = join(folder, 'shop');
    using packages = await Packages.pack();
    packages.noteTarball();
    const made = await run(process.execPath, [packages.program, 'init', fleet, '--template', 'store', '--yes']);
    expect(made).toMatchObject({ exitCode: 0 });
  }, 10 * MINUTES);

  afterAll(async () => {
    await launcher('down', '--volumes');
    await rm(folder, { recursive: true, force: true });
  }, MINUTES);

  it('has its packages in its first commit', async () => {
    expect((await here('git', 'ls-files', 'package-lock.json', 'vendor')).stdout).toMatch(
      /^package-lock.json\nvendor\/.*\.tgz\n$/,
    );
    expect((await here('git', 'status', '--porcelain')).stdout).toBe('');
  });

  it(
    'is formatted, linted and typed, and does not drift',
    async () => {
      expect(await passes(here('npx', 'biome', 'check', '--error-on-warnings'))).toBe('passed');
      expect(await passes(here('npx', 'tsc'))).toBe('passed');
      expect(await passes(launcher('generate', '--check'))).toBe('passed');
    },
    5 * MINUTES,
  );

  it(
    'runs, works and ends',
    async () => {
      expect(await passes(launcher('up', '-d', '--isolated'))).toBe('passed');
      expect(await passes(launcher('verify'))).toBe('passed');
      expect(await passes(launcher('events', 'status'))).toBe('passed');
      expect(await passes(launcher('down'))).toBe('passed');
    },
    5 * MINUTES,
  );

  it(
    'passes its own tests',
    async () => {
      expect(await passes(here('npm', 'test', ...OWN_TESTS))).toBe('passed');
    },
    10 * MINUTES,
  );

  it('installs for production neither tools nor Aurora', async () => {
    const lock = JSON.parse(await readFile(join(fleet, 'package-lock.json'), 'utf8'));
    const kept = Object.entries<{ dev?: boolean; link?: boolean; peer?: boolean }>(lock.packages)
      .filter(([path, entry]) => path.startsWith('node_modules/') && !entry.dev && !entry.link)
      .map(([path]) => path.slice('node_modules/'.length));
    expect(kept).toContain('fastify');
    for (const tool of [
      'aurora-fleet',
      'node',
      'jest',
      '@oclif/core',
      'dockerode',
      'typescript',
      '@aws-sdk/client-s3',
    ]) {
      expect(kept).not.toContain(tool);
    }
  });
});
