import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../support/aurora.ts';
import { bigFleet, type Size } from '../../support/big-fleet.ts';
import { LONG } from '../../support/long.ts';
import { GeneratedFleet } from '../../templates/support/generated-fleet.ts';

/** Each of another domain, with what its developers have written, if they have; `kinds` has every type of field, `nasty` all that names and values can be. */
export const FLEETS = ['store', 'blog', 'bank', 'hr', 'kinds', 'nasty', 'big'] as const;
export type FleetName = (typeof FLEETS)[number];

/** Of fifty services the long form looks at all. */
const BIG: Size = LONG ? { services: 50, entities: 20 } : { services: 6, entities: 5 };

/** @param big how much of the big one */
export function fleetOf(name: FleetName, big = BIG): GeneratedFleet {
  if (name === 'big') return new GeneratedFleet({ text: bigFleet(big) });
  const fleet = new GeneratedFleet({ file: join(repository, 'test', 'fleets', name, 'aurora.config.yaml') });
  const written = join(repository, 'test', 'fixtures', 'fleets', name);
  if (existsSync(written)) cpSync(written, fleet.root, { recursive: true });
  return fleet;
}
