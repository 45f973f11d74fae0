import type { ExportedFile } from '../files.ts';
import { deployJob, rollbackJob } from './github-deploy.ts';
import { head, type Job, job, needing, secret, upload, variable, whenSet, workflow } from './github-job.ts';
import { MINUTES, type Pipeline } from './pipeline.ts';
import { BUILD, CONTRACTS, checks, contractsDiff, DOWN, LOGS, PUBLISH, PUSH, tests, UP, VERIFY } from './steps.ts';

/** All of it: what a change is compared with is not in its last commit. */
const HISTORY = { 'fetch-depth': 0 };
const BROKER = variable('PACT_BROKER_BASE_URL');

export function githubFiles(pipeline: Pipeline): ExportedFile[] {
  const { environments } = pipeline;
  const ci = { path: '.github/workflows/ci.yml', content: ciWorkflow(pipeline) };
  if (environments.length === 0) return [ci];
  return [ci, { path: '.github/workflows/rollback.yml', content: rollbackWorkflow(environments) }];
}

function ciWorkflow(pipeline: Pipeline): string {
  const { branch, environments } = pipeline;
  const pushed = `github.event_name == 'push' && github.ref == 'refs/heads/${branch}'`;
  const jobs: Record<string, Job> = {
    check: job('Check', MINUTES.check, [
      ...head(HISTORY),
      ...checks(pipeline),
      { ...contractsDiff('origin/$GITHUB_BASE_REF'), if: "github.event_name == 'pull_request'" },
    ]),
  };
  const test = tests(pipeline);
  if (test) jobs.test = job('Test', MINUTES.test, [...head(), test]);
  jobs.contracts = job('Contracts', MINUTES.contracts, [
    ...head(),
    CONTRACTS,
    {
      ...PUBLISH,
      if: `${pushed} && ${whenSet('PACT_BROKER_BASE_URL')}`,
      env: { PACT_BROKER_BASE_URL: BROKER, PACT_BROKER_TOKEN: secret('PACT_BROKER_TOKEN') },
    },
  ]);
  jobs.images = imagesJob(pipeline, pushed);
  jobs.verify = {
    ...job('Verify', MINUTES.verify, [
      ...head(),
      UP,
      VERIFY,
      { ...LOGS, if: 'failure()' },
      upload('verify'),
      { ...DOWN, if: 'always()' },
    ]),
    env: { AURORA_RUNTIME: 'process' },
  };
  const proven = Object.keys(jobs);
  let before = proven;
  for (const environment of environments) {
    jobs[`deploy-${environment}`] = needing(before, deployJob(environment, pushed));
    before = [`deploy-${environment}`];
  }
  return workflow({
    name: 'CI',
    on: { push: { branches: [branch] }, pull_request: {}, workflow_dispatch: {} },
    permissions: { contents: 'read' },
    concurrency: {
      group: `ci-$\{{ github.ref }}`,
      'cancel-in-progress': "${{ github.event_name == 'pull_request' }}",
    },
    jobs,
  });
}

/** Proven to build at every change, pushed from the branch alone. */
function imagesJob({ fleet: { images } }: Pipeline, pushed: string): Job {
  if (images.registry === undefined) return job('Images', MINUTES.images, [...head(), BUILD]);
  const [host = ''] = images.registry.split('/');
  const isGithubs = host === 'ghcr.io';
  const login = {
    name: 'Log in to the registry',
    if: pushed,
    run: `printf '%s' "$REGISTRY_PASSWORD" | docker login ${host} --username "$REGISTRY_USER" --password-stdin`,
    env: isGithubs
      ? { REGISTRY_USER: '${{ github.actor }}', REGISTRY_PASSWORD: '${{ github.token }}' }
      : { REGISTRY_USER: secret('REGISTRY_USER'), REGISTRY_PASSWORD: secret('REGISTRY_PASSWORD') },
  };
  return {
    ...job('Images', MINUTES.images, [...head(), BUILD, login, { ...PUSH, if: pushed }]),
    ...(isGithubs ? { permissions: { contents: 'read', packages: 'write' } } : {}),
  };
}

function rollbackWorkflow(environments: readonly string[]): string {
  return workflow({
    name: 'Roll back',
    on: {
      workflow_dispatch: {
        inputs: {
          environment: { description: 'where', type: 'choice', required: true, options: [...environments] },
          service: { description: 'only this service', type: 'string', required: false },
          version: { description: 'to this version [default: the one before]', type: 'string', required: false },
        },
      },
    },
    permissions: { contents: 'read' },
    jobs: Object.fromEntries(environments.map((name) => [`rollback-${name}`, rollbackJob(name)])),
  });
}
