import { afterAll, beforeAll, describe, jest } from '@jest/globals';
import { LONG } from '../../support/long.ts';
import { containers } from './cases/containers.ts';
import { failing } from './cases/failing.ts';
import { killed } from './cases/killed.ts';
import { lossless } from './cases/lossless.ts';
import { type DeployedFleet, startDeployedFleet } from './support/fleet.ts';

// A deploy waits for what it waits for; how long a loaded machine takes for it is no failure.
jest.setTimeout(LONG ? 7_200_000 : 1_200_000);

let deployed: DeployedFleet;
beforeAll(async () => {
  deployed = await startDeployedFleet();
});
afterAll(async () => deployed?.[Symbol.asyncDispose]());

// One fleet for all: it takes longer to come up than to be deployed.
describe('a fleet that is deployed while clients use it', () => {
  lossless(() => deployed);
  killed(() => deployed);
  containers(() => deployed);
  failing(() => deployed);
});
