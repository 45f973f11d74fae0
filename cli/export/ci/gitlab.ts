import { stringify } from 'yaml';
import type { ExportedFile } from '../files.ts';
import { MINUTES, type Pipeline, REPORTS, runnerVariable, type Step } from './pipeline.ts';
import {
  BUILD,
  CONTRACTS,
  canDeploy,
  checks,
  contractsDiff,
  DOWN,
  deploy,
  INSTALL,
  LOGS,
  PUBLISH,
  PUSH,
  rollback,
  rollbackChosen,
  smoke,
  tests,
  UP,
  VERIFY,
} from './steps.ts';

type Job = Readonly<Record<string, unknown>>;

/** An engine beside the job, reached over the network of the two alone. */
const ENGINE = {
  services: [{ name: 'docker:28-dind', alias: 'docker' }],
  variables: { DOCKER_HOST: 'tcp://docker:2375', DOCKER_TLS_CERTDIR: '' },
};

export function gitlabFiles(pipeline: Pipeline): ExportedFile[] {
  return [{ path: '.gitlab-ci.yml', content: gitlabPipeline(pipeline) }];
}

function gitlabPipeline(pipeline: Pipeline): string {
  const { branch, environments } = pipeline;
  const pushed = `$CI_COMMIT_BRANCH == "${branch}"`;
  const test = tests(pipeline);
  const diff = contractsDiff('$CI_MERGE_REQUEST_DIFF_BASE_SHA');
  const proven: Record<string, Job> = {
    check: job('prove', MINUTES.check, [
      ...checks(pipeline),
      { ...diff, run: onlyIf('[ -n "$CI_MERGE_REQUEST_DIFF_BASE_SHA" ]', diff) },
    ]),
    ...(test ? { test: job('prove', MINUTES.test, [test]) } : {}),
    contracts: job('prove', MINUTES.contracts, [
      CONTRACTS,
      { ...PUBLISH, run: onlyIf(`[ "$CI_COMMIT_BRANCH" = '${branch}' ] && [ -n "$PACT_BROKER_BASE_URL" ]`, PUBLISH) },
    ]),
    images: imagesJob(pipeline),
    verify: verifyJob(),
  };
  const deploys = environments.map((environment, index) => {
    const before = index === 0 ? Object.keys(proven) : [`deploy-${environments[index - 1]}`];
    return [`deploy-${environment}`, { ...deployJob(environment, pushed), needs: before }] as const;
  });
  const rollbacks = environments.map((environment) => [`rollback-${environment}`, rollbackJob(environment, pushed)]);
  const document = {
    stages: ['prove', ...(environments.length > 0 ? ['deploy', 'rollback'] : [])],
    workflow: { rules: [{ if: '$CI_PIPELINE_SOURCE == "merge_request_event"' }, { if: pushed }] },
    default: {
      image: 'node:24-bookworm',
      interruptible: true,
      before_script: [INSTALL.run],
      cache: { key: { files: ['package-lock.json'] }, paths: ['.npm/'] },
    },
    variables: { npm_config_cache: '$CI_PROJECT_DIR/.npm', GIT_DEPTH: '0' },
    ...proven,
    ...Object.fromEntries(deploys),
    ...Object.fromEntries(rollbacks),
  };
  const text = stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
  return `# Written by aurora export ci: change the config, or include this file in your own.\n${text}`;
}

function job(stage: string, minutes: number, steps: readonly Step[]): Job {
  return { stage, timeout: `${minutes} minutes`, script: steps.map(({ run }) => run) };
}

function verifyJob(): Job {
  return {
    ...job('prove', MINUTES.verify, [UP, VERIFY]),
    variables: { AURORA_RUNTIME: 'process' },
    after_script: [`if [ "$CI_JOB_STATUS" != success ]; then\n${indent(LOGS.run)}\nfi`, DOWN.run],
    artifacts: reports('verify'),
  };
}

/** Proven to build at every change, pushed from the branch alone. */
function imagesJob({ fleet: { images }, branch }: Pipeline): Job {
  if (images.registry === undefined) return { ...job('prove', MINUTES.images, [BUILD]), ...ENGINE };
  const [host = ''] = images.registry.split('/');
  const [user, password] =
    host === 'registry.gitlab.com'
      ? ['CI_REGISTRY_USER', 'CI_REGISTRY_PASSWORD']
      : ['REGISTRY_USER', 'REGISTRY_PASSWORD'];
  // What `docker login` would leave: the image of the job has no docker.
  const login = [
    'umask 077',
    'mkdir -p "$HOME/.docker"',
    `auth=$(printf '%s:%s' "$${user}" "$${password}" | base64 | tr -d '\\n')`,
    `printf '{"auths":{"%s":{"auth":"%s"}}}' '${host}' "$auth" > "$HOME/.docker/config.json"`,
    PUSH.run,
  ].join('\n');
  const push = onlyIf(`[ "$CI_COMMIT_BRANCH" = '${branch}' ]`, { name: PUSH.name, run: login });
  return { ...job('prove', MINUTES.images, [BUILD, { name: PUSH.name, run: push }]), ...ENGINE };
}

/** By hand, and by whom the protected environment lets. */
function deployJob(environment: string, pushed: string): Job {
  const smoked = `if ! ${smoke(environment).run}; then\n${indent(`${rollback(environment).run}\nexit 1`)}\nfi`;
  return {
    ...job('deploy', MINUTES.deploy, [canDeploy(environment), deploy(environment), { name: '', run: smoked }]),
    ...onRunner(environment),
    rules: [{ if: `${pushed} && $${runnerVariable(environment)} && $PACT_BROKER_BASE_URL`, when: 'manual' }],
    artifacts: reports('smoke'),
  };
}

/** Offered in every pipeline of the branch; SERVICE and VERSION can be given when it is started. */
function rollbackJob(environment: string, pushed: string): Job {
  const { variables, ...rest } = onRunner(environment);
  return {
    ...job('rollback', MINUTES.deploy, [rollbackChosen(environment), smoke(environment)]),
    ...rest,
    variables: { ...variables, SERVICE: '', VERSION: '' },
    needs: [],
    rules: [{ if: `${pushed} && $${runnerVariable(environment)}`, when: 'manual', allow_failure: true }],
    artifacts: reports('smoke'),
  };
}

/** One change of an environment at a time; none is broken off by the next. */
function onRunner(environment: string) {
  return {
    tags: [`$${runnerVariable(environment)}`],
    environment: { name: environment },
    resource_group: environment,
    interruptible: false,
    // `git clean -x` would take .aurora/run, where the passwords and keys of the environment are.
    variables: { GIT_CLEAN_FLAGS: '-ffd' },
  };
}

function reports(name: string) {
  return { when: 'always', expire_in: '14 days', paths: [`${REPORTS}/`], reports: { junit: `${REPORTS}/${name}.xml` } };
}

function onlyIf(condition: string, { run }: Step): string {
  return `if ${condition}; then\n${indent(run)}\nfi`;
}

function indent(script: string): string {
  return script.replaceAll(/^/gm, '  ');
}
