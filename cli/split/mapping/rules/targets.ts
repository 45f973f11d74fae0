import { nearest } from '../../../config/nearest.ts';
import { targetsOf } from '../targets.ts';
import type { Rule } from './rule.ts';

/** What mappings go into must be there. */
export const targets: Rule = function* ({ mappings = {} }, fleet) {
  const known = targetsOf(fleet);
  for (const [name, { into }] of Object.entries(mappings)) {
    if (into === undefined || known.has(into)) continue;
    const message = `the fleet has no \`${into}\``;
    const suggestion = nearest(into, known.keys());
    yield { path: ['mappings', name, 'into'], code: 'unknown_target', message, suggestion };
  }
};
