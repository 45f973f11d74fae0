import type { Fleet } from '../config/model.ts';
import { packageJson } from '../package.ts';
import { simplestEntities } from './simplest-entities.ts';

/** A scenario to begin with: the first entities of a fleet that clients can read, and change where nothing hinders it. */
export function firstScenario(fleet: Fleet): string {
  const actions = simplestEntities(fleet, 3).flatMap(({ key, entity: { path } }) => [
    `  read ${path}: { weight: 6, read: ${key} }`,
    `  page ${path}: { weight: 2, page: ${key} }`,
    `  create ${path}: { weight: 1, create: ${key} }`,
    `  update ${path}: { weight: 1, update: ${key} }`,
  ]);
  const files = fleet.services.some(({ kind }) => kind === 'file')
    ? ['  upload: { weight: 1, upload: 10000 }', '  download: { weight: 1, download: 10000 }']
    : [];
  const ready = '  ready: { request: { path: /health/ready } }';
  return `# yaml-language-server: $schema=../node_modules/${packageJson().name}/cli/load/scenario/load.schema.json
# What \`aurora load\` does to the running fleet: arrivals by the clock, whatever the fleet makes of them.
version: 1
warmup: 3s
phases:
  - { name: ramp, duration: 10s, from: 5, to: 50 }
  - { name: steady, duration: 20s, rate: 50 }
actions:
${[...(actions.length + files.length > 0 ? [...actions, ...files] : [ready])].join('\n')}
thresholds:
  - if: p99 < 500ms
  - if: error_rate < 1%
    abortOnFail: true
  - if: rate >= 0.98 of asked
`;
}
