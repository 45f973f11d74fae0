import { head, type Job, job, secret, upload, variable, whenSet } from './github-job.ts';
import { MINUTES, runnerVariable } from './pipeline.ts';
import { canDeploy, deploy, rollback, rollbackChosen, smoke } from './steps.ts';

/** `git clean -x` would take .aurora/run, where the passwords and keys of the environment are. */
const UNCLEANED = { clean: false };

/** After an approval, if the environment asks for one. Where no runner is named for it, the job is skipped. */
export function deployJob(environment: string, pushed: string): Job {
  const runner = runnerVariable(environment);
  const steps = [
    ...head(UNCLEANED),
    { ...canDeploy(environment), env: broker() },
    { id: 'deploy', ...deploy(environment), env: broker() },
    smoke(environment),
    // A deploy that fails has switched nothing. One that does not work has.
    { ...rollback(environment), if: "failure() && steps.deploy.outcome == 'success'" },
    upload(`deploy-${environment}`),
  ];
  return {
    ...onRunner(job(`Deploy to ${environment}`, MINUTES.deploy, steps), environment),
    if: `${pushed} && ${whenSet(runner)} && ${whenSet('PACT_BROKER_BASE_URL')}`,
  };
}

export function rollbackJob(environment: string): Job {
  const steps = [
    ...head(UNCLEANED),
    {
      ...rollbackChosen(environment),
      env: { SERVICE: '${{ inputs.service }}', VERSION: '${{ inputs.version }}' },
    },
    smoke(environment),
    upload(`rollback-${environment}`),
  ];
  return {
    ...onRunner(job(`Roll ${environment} back`, MINUTES.deploy, steps), environment),
    if: `inputs.environment == '${environment}' && ${whenSet(runnerVariable(environment))}`,
  };
}

/** One change of an environment at a time; none is broken off by the next. */
function onRunner(base: Job, environment: string): Job {
  return {
    ...base,
    'runs-on': variable(runnerVariable(environment)),
    environment,
    concurrency: { group: `environment-${environment}`, 'cancel-in-progress': false },
  };
}

function broker() {
  return {
    PACT_BROKER_BASE_URL: variable('PACT_BROKER_BASE_URL'),
    PACT_BROKER_TOKEN: secret('PACT_BROKER_TOKEN'),
  };
}
