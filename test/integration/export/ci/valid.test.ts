import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { exportCi } from '../../../../cli/actions/export-ci.ts';
import { loadFleet } from '../../../../cli/config/load.ts';
import type { Pipeline } from '../../../../cli/export/ci/pipeline.ts';
import { ciFiles } from '../../../../cli/export/ci/plan.ts';
import type { ExportedFile } from '../../../../cli/export/files.ts';
import { fleetOf } from '../../../cli/runtimes/support/fleet.ts';
import { repository } from '../../../support/aurora.ts';
import { actionlint, commitTo, gitlab, schemaErrors } from './support/checkers.ts';

const pipeline = (changes: Partial<Pipeline>): Pipeline => ({
  fleet: fleetOf(),
  environments: ['staging', 'eu-production'],
  scripts: ['lint', 'types', 'test'],
  branch: 'main',
  check: 'export ci --check',
  ...changes,
});
const registry = (name: string) => pipeline({ fleet: fleetOf(undefined, { images: { registry: name } }) });
const KINDS: Readonly<Record<string, readonly ExportedFile[]>> = {
  'with environments': ciFiles(pipeline({}), 'all'),
  'with nothing but development': ciFiles(pipeline({ environments: [], scripts: [] }), 'all'),
  'with the registry of GitHub': ciFiles(registry('ghcr.io/team'), 'all'),
  'with another registry': ciFiles(registry('registry.example.org/team'), 'all'),
};

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'aurora-ci-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function folderOf(name: string, files: readonly ExportedFile[]): Promise<string> {
  const folder = join(scratch, name.replaceAll(' ', '-'), 'fleet');
  await mkdir(folder, { recursive: true });
  await commitTo(folder, files);
  return folder;
}

describe('pipelines of any fleet', () => {
  it('are valid for GitHub by its schema, and by actionlint', async () => {
    const all = Object.entries(KINDS).flatMap(([kind, files]) =>
      files
        .filter(isGithubs)
        .map(({ path, content }) => ({ path: path.replace(/(\w+)\.yml$/, `$1 ${kind}.yml`), content })),
    );
    expect(all.length).toBeGreaterThan(6);
    const folder = await folderOf('all', all);
    for (const { path } of all) expect([path, await schemaErrors(folder, path)]).toEqual([path, []]);
    expect(await actionlint(folder)).toBeUndefined();
  });

  it.each(Object.entries(KINDS))('are valid for GitLab by its schema: %s', async (kind, files) => {
    const folder = await folderOf(kind, files);
    const listed = await gitlab(folder, '--list-csv-all');
    expect(listed).toMatchObject({ exitCode: 0 });
    expect(listed.stdout).toContain('\nverify;prove;on_success;false;');
  });

  it('have scripts that a shell understands', () => {
    const scripts = Object.values(KINDS).flatMap((files) => files.flatMap(({ content }) => scriptsIn(parse(content))));
    expect(scripts.length).toBeGreaterThan(50);
    for (const script of new Set(scripts)) execFileSync('sh', ['-n', '-c', script]);
  });
});

it('breaks of the rules are found: by the schema, by actionlint, by GitLab’s', async () => {
  const broken = ciFiles(pipeline({}), 'all').map(({ path, content }) => ({
    path,
    content: content
      .replace('timeout-minutes:', 'timeout-hours:')
      .replace('github.ref', 'githb.ref')
      .replace('timeout:', 'timeot:'),
  }));
  const folder = await folderOf('broken', broken);
  expect(await schemaErrors(folder, '.github/workflows/ci.yml')).not.toEqual([]);
  expect(await actionlint(folder)).toContain('undefined variable "githb"');
  const { exitCode, stdout, stderr } = await gitlab(folder, '--list-csv-all');
  expect(exitCode).not.toBe(0);
  expect(`${stdout}${stderr}`).toContain("'timeot' property is not expected");
});

it('GitLab offers a deploy where a runner and a broker are named, and only then', async () => {
  const folder = await folderOf('offered', KINDS['with environments'] ?? []);
  const runner = ['--variable', 'AURORA_RUNNER_STAGING=shell'];
  const whole = [...runner, '--variable', 'PACT_BROKER_BASE_URL=https://broker.example.org'];
  const rows = async (...args: string[]) => (await gitlab(folder, '--list-csv-all', ...args)).stdout.split('\n');
  const job = (all: readonly string[], name: string) => all.find((row) => row.startsWith(`${name};`))?.split(';')[2];
  const [nothing, alone, both] = await Promise.all([rows(), rows(...runner), rows(...whole)]);
  expect([job(nothing, 'deploy-staging'), job(nothing, 'rollback-staging')]).toEqual(['never', 'never']);
  expect([job(alone, 'deploy-staging'), job(alone, 'rollback-staging')]).toEqual(['never', 'manual']);
  expect([job(both, 'deploy-staging'), job(both, 'deploy-eu-production')]).toEqual(['manual', 'never']);
});

it('this repository’s own are what the command writes', async () => {
  const fleet = await loadFleet({ file: join(repository, 'aurora.config.yaml') });
  const wish = { provider: 'all', branch: 'main', force: false } as const;
  expect(await exportCi(fleet, { ...wish, check: true })).toEqual({ folder: repository, files: [] });
  const edited = join(scratch, 'edited');
  await exportCi(fleet, { ...wish, check: false, out: edited });
  await writeFile(join(edited, '.gitlab-ci.yml'), 'of somebody');
  const drift = await exportCi(fleet, { ...wish, check: true, out: edited });
  expect(drift.files).toEqual([{ path: '.gitlab-ci.yml', action: 'updated' }]);
  await expect(exportCi(fleet, { ...wish, check: false, out: edited, branch: 'trunk' })).rejects.toMatchObject({
    code: 'not_overwritten',
    facts: { files: ['.gitlab-ci.yml'] },
  });
  const bad = exportCi(fleet, { ...wish, check: true, branch: "main'; curl evil" });
  await expect(bad).rejects.toMatchObject({ code: 'bad_branch', exit: 'usage' });
});

function isGithubs({ path }: ExportedFile): boolean {
  return path.startsWith('.github/');
}

/** Of both providers: `run` of steps, and lists of scripts. */
function scriptsIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') return ['run', 'script', 'before_script', 'after_script'].includes(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((each) => scriptsIn(each, key));
  return Object.entries(value ?? {}).flatMap(([name, each]) => scriptsIn(each, name));
}
