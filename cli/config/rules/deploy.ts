import { resolveDeploy } from '../deploy.ts';
import type { Rule } from './rule.ts';

const USUAL_TIMEOUT_MS = 2000;

/** A drain that outlasts the calls that it waits for. */
export const deploy: Rule = function* ({ defaults, deploy }) {
  const { drainSeconds } = resolveDeploy(deploy);
  const timeoutMs = defaults?.timeoutMs ?? USUAL_TIMEOUT_MS;
  if (drainSeconds * 1000 > timeoutMs) return;
  const path = deploy?.drainSeconds === undefined ? ['defaults', 'timeoutMs'] : ['deploy', 'drainSeconds'];
  const message = `a drain of ${drainSeconds} s would cut off calls that may take ${timeoutMs / 1000} s: \`deploy.drainSeconds\` must be longer than \`defaults.timeoutMs\``;
  yield { path, code: 'drain_too_short', message };
};
