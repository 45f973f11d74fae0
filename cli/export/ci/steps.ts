import { type Pipeline, REPORTS, type Step } from './pipeline.ts';

/** Installs what package-lock.json names; the launcher knows whether it has to. */
export const INSTALL: Step = { name: 'Install', run: './bin/aurora --version' };

/** What tells soonest that something is wrong. */
export function checks({ scripts, check }: Pipeline): Step[] {
  return [
    ...['lint', 'types'].filter((script) => scripts.includes(script)).map(npm),
    { name: 'Is the code what the config gives?', run: './bin/aurora generate --check' },
    { name: 'Are these pipelines what the config gives?', run: `./bin/aurora ${check}` },
    { name: 'What would migrations lock, break or lose?', run: './bin/aurora migrate lint' },
  ];
}

/** `test:ci` is for fleets whose tests want to be run otherwise here than by people; undefined: there are no tests. */
export function tests({ scripts }: Pipeline): Step | undefined {
  const script = ['test:ci', 'test'].find((name) => scripts.includes(name));
  return script === undefined ? undefined : npm(script);
}

/** @param base what the change is to be merged into, as a revision of git */
export function contractsDiff(base: string): Step {
  return {
    name: 'What do contracts break?',
    run: `./bin/aurora contracts diff --against "${base}" --fail-on breaking`,
  };
}

export const CONTRACTS: Step = { name: 'Hold every service to its contracts', run: './bin/aurora contracts verify' };

/** Where to is in PACT_BROKER_BASE_URL. */
export const PUBLISH: Step = { name: 'Publish contracts', run: './bin/aurora contracts publish' };

export const BUILD: Step = { name: 'Build images', run: './bin/aurora build' };
export const PUSH: Step = { name: 'Build and push images', run: './bin/aurora build --push' };

/** A whole fleet on child processes, which need neither rights nor an engine. */
export const UP: Step = { name: 'Up', run: './bin/aurora up -d' };
/** The bundle is for whoever looks into a failure, without secrets. */
export const VERIFY: Step = {
  name: 'Verify',
  run: `./bin/aurora verify --junit ${REPORTS}/verify.xml --bundle ${REPORTS}/bundle.zip`,
};
/** Logs are redacted where they are written. */
export const LOGS: Step = {
  name: 'Keep the logs',
  run: `mkdir -p ${REPORTS}\n./bin/aurora logs --json > ${REPORTS}/logs.jsonl`,
};
export const DOWN: Step = { name: 'Down', run: './bin/aurora down --volumes' };

export function canDeploy(environment: string): Step {
  return {
    name: 'May this go there?',
    run: `./bin/aurora contracts can-deploy --to ${environment}`,
  };
}

export function deploy(environment: string): Step {
  return { name: 'Deploy', run: `./bin/aurora deploy --blue-green --env ${environment}` };
}

export function smoke(environment: string): Step {
  return {
    name: 'Does it work?',
    run: `./bin/aurora verify --smoke --env ${environment} --junit ${REPORTS}/smoke.xml`,
  };
}

export function rollback(environment: string): Step {
  return { name: 'Roll back', run: `./bin/aurora rollback --env ${environment}` };
}

/** Of chosen services or to a chosen version: both come as variables, never as text of the script. */
export function rollbackChosen(environment: string): Step {
  return {
    name: 'Roll back',
    run: [
      `set -- --env ${environment}`,
      'if [ -n "$SERVICE" ]; then set -- "$@" --service "$SERVICE"; fi',
      'if [ -n "$VERSION" ]; then set -- "$@" --to "$VERSION"; fi',
      './bin/aurora rollback "$@"',
    ].join('\n'),
  };
}

function npm(script: string): Step {
  const names: Readonly<Record<string, string>> = { lint: 'Lint', types: 'Types', test: 'Test', 'test:ci': 'Test' };
  return { name: names[script] ?? script, run: `npm run ${script}` };
}
