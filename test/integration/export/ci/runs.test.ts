import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { copyFleet } from '../../../docs/support/fleet-copy.ts';
import { repository, run } from '../../../support/aurora.ts';
import { LONG } from '../../../support/long.ts';
import { commitTo, gitlab } from './support/checkers.ts';

interface Workflow {
  readonly jobs: Readonly<Record<string, { env?: Record<string, string>; steps: readonly Step[] }>>;
}
interface Step {
  readonly run?: string;
  readonly if?: string;
}

it('what the pipeline checks by Aurora itself is well here', async () => {
  const done = await runOnGithub(repository, 'check', (script) => script.startsWith('./bin/aurora '));
  expect(done).toHaveLength(4);
  expect(done).toContain('./bin/aurora export ci --check --provider all --branch main');
});

if (LONG) {
  it('in a clone, the jobs of both providers find nothing wrong, and verify a fleet of which nothing is left', async () => {
    await using copy = await copyFleet();
    const pipeline = await readFile(join(copy.root, '.gitlab-ci.yml'), 'utf8');
    await writeFile(join(copy.root, 'local.gitlab-ci.yml'), localise(pipeline));
    await commitTo(copy.root, []);
    expect(await runOnGithub(copy.root, 'check')).toHaveLength(6);
    expect(await runOnGithub(copy.root, 'verify')).toContain('./bin/aurora down --volumes');
    expect(await readFile(join(copy.root, 'reports/verify.xml'), 'utf8')).toContain('<testsuite');
    expect(await runOnGitlab(copy.root, 'check')).toContain('nothing drifted');
    expect(await runOnGitlab(copy.root, 'verify')).toContain('verify --junit');
  }, 600_000);
}

/** The usual ports are for whoever else runs a fleet here. */
function localise(text: string): string {
  return text.replace('aurora up -d', 'aurora up -d --isolated');
}

/** The steps of a job as GitHub's runner takes them on a day without failures, for a push to a branch: by `bash -e`, one after the other. */
async function runOnGithub(root: string, name: string, isWanted = (_script: string) => true): Promise<string[]> {
  const { jobs }: Workflow = parse(localise(await readFile(join(root, '.github/workflows/ci.yml'), 'utf8')));
  const { steps, env } = jobs[name] ?? { steps: [] };
  const scripts = steps
    .flatMap((step) => ([undefined, 'always()'].includes(step.if) ? (step.run ?? []) : []))
    .filter(isWanted);
  const path = { PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
  for (const script of scripts) {
    const { exitCode, stdout, stderr } = await run('bash', ['-e', '-c', script], {
      cwd: root,
      env: { ...env, ...path },
    });
    if (exitCode !== 0) throw new Error(`${script} exited with ${exitCode}: ${stdout}${stderr}`);
  }
  return scripts;
}

async function runOnGitlab(root: string, name: string): Promise<string> {
  const how = ['--file', 'local.gitlab-ci.yml', '--force-shell-executor', '--no-shell-isolation'];
  const { exitCode, stdout, stderr } = await gitlab(root, name, ...how);
  if (exitCode !== 0) throw new Error(`${name} exited with ${exitCode}: ${stdout}${stderr}`);
  return stdout;
}
