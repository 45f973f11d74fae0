import { it } from '@jest/globals';
import { dockerMissing } from '../support/docker.ts';

it.skip(`runs these tests in containers: ${dockerMissing}`, () => {});
