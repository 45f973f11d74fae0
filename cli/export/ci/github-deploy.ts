import { head, type Job, type JobStep, job, secret, upload, variable, whenSet } from './github-job.ts';
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
  const condition = `${pushed} && ${whenSet(runner)} && ${whenSet('PACT_BROKER_BASE_URL')}`;
  return onRunner(`Deploy to ${environment}`, environment, condition, steps);
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
  const condition = `inputs.environment == '${environment}' && ${whenSet(runnerVariable(environment))}`;
  return onRunner(`Roll ${environment} back`, environment, condition, steps);
}

/** One change of an environment at a time; none is broken off by the next. */
function onRunner(name: string, environment: string, condition: string, steps: readonly JobStep[]): Job {
  return {
    name,
    if: condition,
    environment,
    concurrency: { group: `environment-${environment}`, 'cancel-in-progress': false },
    ...job(name, MINUTES.deploy, steps),
    'runs-on': variable(runnerVariable(environment)),
  };
}

function broker() {
  return {
    PACT_BROKER_BASE_URL: variable('PACT_BROKER_BASE_URL'),
    PACT_BROKER_TOKEN: secret('PACT_BROKER_TOKEN'),
  };
}
