import { Problem } from '../errors/index.ts';
import type { Dependence, Doomed } from './doomed.ts';

/** @throws Problem `reference_restricted` naming what holds (`restrict`) something that goes, and stays itself */
export async function requireUnheld(doomed: Doomed): Promise<void> {
  const holders: Dependence[] = [];
  for (const to of doomed.names()) {
    for (const each of doomed.dependences(to, 'restrict')) {
      const { name, relation } = each;
      const ids = doomed.idsOf(to);
      const held = await doomed.repositoryOf(name).refers(relation.field, ids, doomed.idsOf(name), doomed.executor);
      if (held) holders.push(each);
    }
  }
  if (holders.length === 0) return;
  const referrers = holders.map(({ name, relation: { field } }) => ({ path: doomed.entityOf(name).path, field }));
  const told = referrers.map(({ path, field }) => `${path} (${field})`).join(', ');
  throw new Problem('reference_restricted', {
    detail: `It, or what would go with it, is still referenced by ${told}.`,
    extensions: { referrers },
  });
}
