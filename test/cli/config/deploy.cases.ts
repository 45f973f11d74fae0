import { fleetOf } from './inspect.ts';
import type { Case } from './mistakes.cases.ts';

export const DEPLOY: readonly Case[] = [
  {
    title: 'a drain that is shorter than a call',
    code: 'drain_too_short',
    yaml: `deploy: { drainSeconds: ▸5 }\ndefaults: { timeoutMs: 5000 }\n${fleetOf()}`,
    message: 'longer than `defaults.timeoutMs`',
  },
  {
    title: 'a call that is longer than the usual drain',
    code: 'drain_too_short',
    yaml: `defaults: { timeoutMs: ▸10000 }\n${fleetOf()}`,
  },
  {
    title: 'a version kept without the one before',
    code: 'out_of_range',
    yaml: `deploy: { keepVersions: ▸1 }\n${fleetOf()}`,
  },
  {
    title: 'a key of deploys that nobody knows',
    code: 'unknown_key',
    yaml: `deploy: { ▸holdSecond: 3 }\n${fleetOf()}`,
    suggestion: 'holdSeconds',
  },
];
