import type { SwarmSettings } from '../../config/model.ts';
import { ok, type Verdict, warn } from '../check.ts';
import type { Sight } from './sight.ts';

/** Images are built where the engine is that is asked, and run wherever there is room. */
export function architectures({ nodes, self }: Sight, { constraints }: SwarmSettings): Verdict {
  const found = [...Map.groupBy(nodes, ({ architecture }) => architecture)];
  const [only] = found;
  if (found.length === 1 && only) return ok(only[0]);
  const chosen = constraints.find((each) => each.startsWith('node.platform.arch'));
  const all = found.map(([name, those]) => `${name} (${those.map(({ hostname }) => hostname).join(', ')})`).join(', ');
  if (chosen !== undefined) return ok(`${all}; services run where ${chosen}`);
  const own = nodes.find(({ id }) => id === self)?.architecture;
  return warn(
    `${all}; images that are built here run on ${own} alone`,
    `swarm: { constraints: ['node.platform.arch == ${own}'] }, or images for all of them in the registry`,
  );
}
