import { INFRASTRUCTURE_NAMES, OBJECT_KEYS } from '../reserved.ts';
import { type Rule, servicesOf } from './rule.ts';

export const serviceNames: Rule = function* (draft) {
  const names = new Set([...servicesOf(draft)].map(({ name }) => name));
  for (const { name, path } of servicesOf(draft)) {
    const owned = name.replace(/-owner$/, '');
    const beside = name.replace(/-green$/, '');
    const suggestion = `${name}-service`;
    if (INFRASTRUCTURE_NAMES.has(name)) {
      const message = `\`${name}\` is what Aurora calls a part that stands beside the services`;
      yield { path, at: 'key', code: 'reserved_name', message, suggestion };
    } else if (owned !== name && names.has(owned)) {
      const message = `that is what the login is called that owns the database of \`${owned}\``;
      yield { path, at: 'key', code: 'reserved_name', message, suggestion };
    } else if (beside !== name && names.has(beside)) {
      const message = `that is what \`${beside}\` is called on a swarm in the second of its places`;
      yield { path, at: 'key', code: 'reserved_name', message, suggestion };
    } else if (OBJECT_KEYS.has(name)) {
      const message = `\`${name}\` means something to JavaScript`;
      yield { path, at: 'key', code: 'reserved_name', message, suggestion };
    }
  }
};
