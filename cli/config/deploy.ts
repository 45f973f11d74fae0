import type { Config } from './draft.ts';
import type { DeploySettings } from './model.ts';

/** What the config says of deploys, and what it leaves unsaid. */
export function resolveDeploy(config: Config['deploy'] = {}): DeploySettings {
  return {
    readySeconds: 120,
    holdSeconds: 3,
    warmUpRequests: 20,
    watchSeconds: 10,
    maxErrorPercent: 1,
    maxLatencyRatio: 3,
    drainSeconds: 10,
    keepVersions: 5,
    ...config,
  };
}
