import { it } from '@jest/globals';
import { dockerMissing } from '../support/docker.ts';
import { swarmMissing } from '../support/swarm/missing.ts';

it.skip(`runs these tests on a swarm: ${swarmMissing ?? dockerMissing}`, () => {});
