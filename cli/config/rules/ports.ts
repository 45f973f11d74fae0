import { BLOCKED_PORTS, INFRASTRUCTURE_PORTS } from '../reserved.ts';
import { type Rule, servicesOf } from './rule.ts';

export const ports: Rule = function* (draft) {
  const owners = new Map<number, string>();
  for (const { name, service, path: of } of servicesOf(draft)) {
    const { port } = service;
    if (port === undefined) continue;
    const path = [...of, 'port'];
    const other = owners.get(port);
    const owner = INFRASTRUCTURE_PORTS.get(port);
    if (other !== undefined) yield { path, code: 'duplicate_port', message: `port ${port} is \`${other}\`’s already` };
    else if (owner) yield { path, code: 'reserved_port', message: `port ${port} is the one of ${owner}` };
    else if (BLOCKED_PORTS.has(port)) {
      yield { path, code: 'reserved_port', message: `browsers and Node refuse to call port ${port}` };
    }
    if (other === undefined) owners.set(port, name);
  }
  const { monitoring } = draft.infrastructure ?? {};
  const watching = typeof monitoring === 'object' ? monitoring.port : undefined;
  const owner = watching === undefined ? undefined : owners.get(watching);
  if (owner === undefined) return;
  const path = ['infrastructure', 'monitoring', 'port'];
  yield { path, code: 'duplicate_port', message: `port ${watching} is \`${owner}\`’s already` };
};
