import { fleetOf } from './inspect.ts';
import type { Case } from './mistakes.cases.ts';

const engines = (entries: string) => fleetOf(undefined, `swarm: { engines: { ${entries} } }\n`);

export const SWARM: readonly Case[] = [
  {
    title: 'a node without a scheme before its address',
    code: 'bad_form',
    yaml: engines('node-2: ▸node-2'),
    message: 'an address is as `DOCKER_HOST` has it',
  },
  { title: 'a scheme that no engine has', code: 'bad_form', yaml: engines('node-2: ▸https://node-2:2376') },
  { title: 'a socket that is no path', code: 'bad_form', yaml: engines('node-2: ▸unix://docker.sock') },
  { title: 'a node that is no hostname', code: 'bad_form', yaml: engines('▸"node 2": ssh://node-2') },
  { title: 'a number for an address', code: 'wrong_type', yaml: engines('node-2: ▸2376') },
  {
    title: 'a list of addresses',
    code: 'wrong_type',
    yaml: fleetOf(undefined, 'swarm: { engines: ▸[ssh://node-2] }\n'),
  },
  {
    title: 'an address in one environment alone',
    code: 'bad_form',
    yaml: fleetOf(undefined, 'environments: { live: { swarm: { engines: { node-2: ▸node-2 } } } }\n'),
    environment: 'live',
  },
  {
    title: 'another word for engines',
    code: 'unknown_key',
    yaml: fleetOf(undefined, 'swarm: { ▸engine: { node-2: ssh://node-2 } }\n'),
    suggestion: 'engines',
  },
];
