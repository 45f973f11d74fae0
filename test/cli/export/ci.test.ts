import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { Pipeline } from '../../../cli/export/ci/pipeline.ts';
import { ciFiles, type Provider } from '../../../cli/export/ci/plan.ts';
import { fleetOf } from '../runtimes/support/fleet.ts';

const pipeline = (changes: Partial<Pipeline> = {}): Pipeline => ({
  fleet: fleetOf(),
  environments: ['staging', 'eu-production'],
  scripts: ['lint', 'types', 'test'],
  branch: 'main',
  check: 'export ci --check',
  ...changes,
});
const withRegistry = (registry: string) => pipeline({ fleet: fleetOf(undefined, { images: { registry } }) });

function texts(of: Pipeline, provider: Provider = 'all') {
  return new Map(ciFiles(of, provider).map(({ path, content }) => [path, content]));
}
const github = (of: Pipeline, file = 'ci') => parse(texts(of).get(`.github/workflows/${file}.yml`) ?? '');
const gitlab = (of: Pipeline) => parse(texts(of).get('.gitlab-ci.yml') ?? '');

interface Step {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly steps: readonly Step[];
  readonly permissions?: unknown;
  readonly [key: string]: unknown;
}
const jobsOf = (document: { jobs: Record<string, Job> }) => Object.entries(document.jobs);

describe('pipelines', () => {
  it('are those of the provider that was asked for', () => {
    expect([...texts(pipeline(), 'github').keys()]).toEqual([
      '.github/workflows/ci.yml',
      '.github/workflows/rollback.yml',
    ]);
    expect([...texts(pipeline(), 'gitlab').keys()]).toEqual(['.gitlab-ci.yml']);
    expect(texts(pipeline()).size).toBe(3);
  });

  it('deploy to one environment after the other, and the first after all that is proven', () => {
    const { jobs } = github(pipeline());
    const proof = ['check', 'test', 'contracts', 'images', 'verify'];
    expect(Object.keys(jobs)).toEqual([...proof, 'deploy-staging', 'deploy-eu-production']);
    expect(jobs['deploy-staging'].needs).toEqual(proof);
    expect(jobs['deploy-eu-production'].needs).toEqual(['deploy-staging']);
    expect(gitlab(pipeline())['deploy-staging'].needs).toEqual(proof);
    expect(gitlab(pipeline())['deploy-eu-production'].needs).toEqual(['deploy-staging']);
  });

  it('deploy nowhere where the config has development alone', () => {
    const alone = pipeline({ environments: [] });
    expect([...texts(alone).keys()]).toEqual(['.github/workflows/ci.yml', '.gitlab-ci.yml']);
    expect(texts(alone, 'all').get('.gitlab-ci.yml')).not.toMatch(/deploy|rollback/);
  });

  it('change an environment only where a runner is named for it, one at a time, behind its approval', () => {
    const deploy = github(pipeline()).jobs['deploy-eu-production'];
    expect(deploy.if).toContain("vars.AURORA_RUNNER_EU_PRODUCTION != ''");
    expect(deploy).toMatchObject({
      'runs-on': '${{ vars.AURORA_RUNNER_EU_PRODUCTION }}',
      environment: 'eu-production',
      concurrency: { group: 'environment-eu-production', 'cancel-in-progress': false },
    });
    const job = gitlab(pipeline())['deploy-eu-production'];
    expect(job).toMatchObject({
      tags: ['$AURORA_RUNNER_EU_PRODUCTION'],
      environment: { name: 'eu-production' },
      resource_group: 'eu-production',
      interruptible: false,
      rules: [{ if: expect.stringContaining('&& $AURORA_RUNNER_EU_PRODUCTION &&'), when: 'manual' }],
    });
  });

  it('ask the contracts, deploy, look, and roll back what does not work', () => {
    const { steps } = github(pipeline()).jobs['deploy-staging'] as Job;
    const lines = steps
      .map(({ run, if: condition }) => (condition ? `${condition}: ${run ?? ''}` : run))
      .filter(Boolean);
    expect(lines).toEqual([
      './bin/aurora --version',
      './bin/aurora contracts can-deploy --to staging',
      './bin/aurora deploy --blue-green --env staging',
      './bin/aurora verify --smoke --env staging --junit reports/smoke.xml',
      "failure() && steps.deploy.outcome == 'success': ./bin/aurora rollback --env staging",
      'always(): ',
    ]);
    expect(gitlab(pipeline())['deploy-staging'].script.join('\n')).toBe(
      [
        './bin/aurora contracts can-deploy --to staging',
        './bin/aurora deploy --blue-green --env staging',
        'if ! ./bin/aurora verify --smoke --env staging --junit reports/smoke.xml; then',
        '  ./bin/aurora rollback --env staging',
        '  exit 1',
        'fi',
      ].join('\n'),
    );
  });

  it('run of npm’s scripts those that the fleet has', () => {
    const none = github(pipeline({ scripts: [] }));
    expect(none.jobs.test).toBeUndefined();
    expect(JSON.stringify(none)).not.toContain('npm run');
    expect(gitlab(pipeline({ scripts: [] })).test).toBeUndefined();
    expect(gitlab(pipeline()).test.script).toEqual(['npm run test']);
    expect(gitlab(pipeline({ scripts: ['test', 'test:ci'] })).test.script).toEqual(['npm run test:ci']);
  });

  it('push images only where there is a registry, with no more rights than that takes', () => {
    expect(JSON.stringify([...texts(pipeline()).values()])).not.toContain('--push');
    const own = github(withRegistry('ghcr.io/team'));
    expect(own.jobs.images.permissions).toEqual({ contents: 'read', packages: 'write' });
    expect(JSON.stringify(own.jobs.images)).not.toContain('secrets.');
    const other = github(withRegistry('registry.example.org/team'));
    expect(other.jobs.images.permissions).toBeUndefined();
    expect(JSON.stringify(other.jobs.images)).toContain('secrets.REGISTRY_PASSWORD');
    for (const [name, job] of [...jobsOf(own), ...jobsOf(other)]) {
      if (name !== 'images') expect(job.permissions).toBeUndefined();
    }
    expect(gitlab(withRegistry('registry.gitlab.com/team')).images.script.join('\n')).toContain(
      '$CI_REGISTRY_PASSWORD',
    );
  });
});

describe('workflows for GitHub', () => {
  const all = [pipeline(), withRegistry('ghcr.io/team'), withRegistry('registry.example.org/team')];
  const documents = all.flatMap((of) => [github(of), github(of, 'rollback')]);

  it('may read the code and nothing else, and no token stays in the clone', () => {
    for (const document of documents) {
      expect(document.permissions).toEqual({ contents: 'read' });
      for (const [, { steps }] of jobsOf(document)) {
        const [checkout] = steps as readonly [{ with: unknown }];
        expect(checkout.with).toMatchObject({ 'persist-credentials': false });
      }
    }
  });

  it('pin every action by its commit, and say its version', () => {
    const uses = all.flatMap((of) => [...texts(of).values()]).flatMap((text) => text.match(/uses: .*/g) ?? []);
    expect(uses.length).toBeGreaterThan(20);
    for (const use of uses) expect(use).toMatch(/^uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it('end every job in time', () => {
    for (const document of documents) {
      for (const [, job] of jobsOf(document)) expect(job['timeout-minutes']).toBeGreaterThan(0);
    }
  });

  it('put nothing of others into a script: neither secrets nor what somebody types', () => {
    for (const document of documents) {
      for (const [, { steps }] of jobsOf(document)) for (const { run = '' } of steps) expect(run).not.toContain('${{');
    }
  });

  it('give secrets to single steps, of the branch alone', () => {
    for (const document of documents) {
      for (const [name, { steps, ...job }] of jobsOf(document)) {
        expect(JSON.stringify(job)).not.toContain('secrets.');
        for (const step of steps.filter(({ env }) => JSON.stringify(env ?? {}).includes('secrets.'))) {
          expect(`${step.if} ${job.if}`).toContain("github.ref == 'refs/heads/main'");
          expect(name).toMatch(/^(contracts|images|deploy-.*)$/);
        }
      }
    }
  });
});
