import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import { levelsOf } from '../order.ts';
import { assignPorts } from '../ports/assign.ts';
import { readiness } from '../readiness.ts';
import { withClaim } from './claim.ts';
import { untilReady } from './containers/until-ready.ts';
import { connectEngine, type Engine } from './engine.ts';
import { requireRunningPart } from './exec.ts';

/** Restarts containers in the order of their dependencies; each is ready again before the next level. */
export async function restart(fleet: Fleet, names: readonly string[], narrator: Narrator): Promise<void> {
  const engine = await connectEngine();
  await withClaim(fleet, () => inOrder(engine, fleet, names, narrator));
}

async function inOrder(engine: Engine, fleet: Fleet, names: readonly string[], narrator: Narrator): Promise<void> {
  const services = fleet.services.filter(({ name }) => names.length === 0 || names.includes(name));
  for (const level of levelsOf(services)) {
    await Promise.all(
      level.map(({ name: part }) =>
        narrator.step(`restart ${part}`, async () => {
          const { id, name, isolated } = await requireRunningPart(engine, fleet, part);
          const ports = await assignPorts(fleet, isolated);
          await engine.getContainer(id).restart();
          await untilReady(engine, { id, name, part, isReady: async () => (await readiness(ports(part))).accepting });
        }),
      ),
    );
  }
}
