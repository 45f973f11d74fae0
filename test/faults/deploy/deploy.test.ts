import { afterAll, beforeAll, describe } from '@jest/globals';
import { containers } from './cases/containers.ts';
import { failing } from './cases/failing.ts';
import { killed } from './cases/killed.ts';
import { lossless } from './cases/lossless.ts';
import { type DeployedFleet, startDeployedFleet } from './support/fleet.ts';

let deployed: DeployedFleet;
beforeAll(async () => {
  deployed = await startDeployedFleet();
}, 600_000);
afterAll(async () => deployed?.[Symbol.asyncDispose]());

// One fleet for all: it takes longer to come up than to be deployed.
describe('a fleet that is deployed while clients use it', () => {
  lossless(() => deployed);
  failing(() => deployed);
  killed(() => deployed);
  containers(() => deployed);
});
