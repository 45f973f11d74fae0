import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exitCodes } from '../../../cli/errors.ts';
import { repository } from '../../support/aurora.ts';
import { warmAurora as aurora } from '../../support/warm-cli/index.ts';
import { FIGURES } from './support/figures.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'aurora-plan-'));
  await copyFile(join(repository, 'aurora.config.yaml'), join(root, 'aurora.config.yaml'));
  await writeFile(join(root, 'figures.json'), JSON.stringify(FIGURES));
});
afterAll(() => rm(root, { recursive: true }));

const plan = (...args: string[]) => aurora(['plan', ...args], { cwd: root, env: { AURORA_RUNTIME: 'process' } });

describe('aurora plan', () => {
  it('plans from figures of a file, for programs as well', async () => {
    const { exitCode, stdout } = await plan('--rps=1000', '--mix=read=1', '--figures=figures.json', '--json');
    expect(exitCode).toBe(0);
    const { services, figures } = JSON.parse(stdout);
    // 1,000 × 0.1 ms, and 1,000 × 0.4 ms for two entities' services: none needs more than one, and one is to spare.
    expect(services).toContainEqual(expect.objectContaining({ name: 'api-gateway', replicas: 2, cores: 0.1 }));
    expect(services).toContainEqual(expect.objectContaining({ name: 'subject-service', replicas: 2, cores: 0.2 }));
    expect(figures).toMatchObject({ fleet: 'shop', rate: 100 });
  });

  it('plans the first scenario of a fleet that has none yet, by the figures of Aurora', async () => {
    const { exitCode, stdout } = await plan('--rps=1000');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^1,000 arrivals a second: .*% read subject-service.*% download file-service/);
    expect(stdout).toContain('is the first to give: at ');
  });

  it.each([
    [[], 'usage', 'Say how many arrivals'],
    [['--rps=10', '--mix=read'], 'usage', 'read is no mix of actions'],
    [['--rps=10', '--mix=look=1'], 'usage', 'There are no figures for look'],
    [['--rps=10', '--figures=none.json'], 'usage', 'none.json has no figures'],
    [['--rps=10', '--scenario=none'], 'usage', 'There is no scenario'],
    [['--measure', '--out=mine.json'], 'notRunning', 'is not running here'],
  ] as const)('says what is wrong with %p', async (args, exit, why) => {
    const { exitCode, stderr } = await plan(...args);
    expect([exitCode, stderr]).toEqual([exitCodes[exit].code, expect.stringContaining(why)]);
    expect(stderr).toContain('next: ');
  });
});
