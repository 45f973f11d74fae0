import type { Config } from './draft.ts';
import type { SwarmSettings } from './model.ts';

export function resolveSwarm(config: Config['swarm'] = {}): SwarmSettings {
  return { endpointMode: 'vip', encrypted: false, constraints: [], edges: [], engines: {}, ...config };
}
