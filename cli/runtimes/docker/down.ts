import { rm } from 'node:fs/promises';
import type { Fleet } from '../../config/model.ts';
import type { Narrator } from '../../narrator.ts';
import { exists } from '../exists.ts';
import { layoutOf } from '../layout.ts';
import { levelsOf } from '../order.ts';
import { releaseBlock } from '../ports/blocks.ts';
import { withClaim } from './claim.ts';
import { removeNetworks } from './containers/network.ts';
import { removeContainer } from './containers/remove.ts';
import { removeVolume, volumesOf } from './containers/volumes.ts';
import { forgetColours } from './edge/forget.ts';
import { connectEngine, type Engine } from './engine.ts';
import { type ObservedContainer, observeContainers } from './observe.ts';
import { folderOf } from './project.ts';

export interface DownOptions {
  readonly volumes: boolean;
  /** Does not wait for requests that are under way. */
  readonly force?: boolean;
}

/** Leaves nothing of the fleet: container, network, and with `volumes` no data either. */
export async function down(fleet: Fleet, { volumes, force = false }: DownOptions, narrator: Narrator): Promise<void> {
  const engine = await connectEngine();
  if (force) return void (await endAll(engine, fleet, true));
  await withClaim(fleet, async () => {
    const found = await observeContainers(engine, fleet);
    if (found.length === 0) narrator.info(`${fleet.name} was not running`);
    else await narrator.step('stop', () => endAll(engine, fleet, false));
    await removeNetworks(engine, folderOf(fleet));
    await forgetColours(engine, fleet);
    if (volumes) await narrator.step('delete data', () => removeData(engine, fleet));
  });
}

/** Services first, those on which nobody stands before the others; then what they stood on. */
async function endAll(engine: Engine, fleet: Fleet, force: boolean): Promise<void> {
  const found = await observeContainers(engine, fleet);
  if (force)
    await Promise.all(
      found.map(({ id }) =>
        engine
          .getContainer(id)
          .kill()
          .catch(() => undefined),
      ),
    );
  const services = new Set(fleet.services.map(({ name }) => name));
  const others = found.filter(({ part, kind }) => kind !== 'infrastructure' && kind !== 'edge' && !services.has(part));
  const end = (containers: readonly ObservedContainer[]) =>
    Promise.all(containers.map((container) => removeContainer(engine, container)));
  await end(others);
  for (const level of levelsOf(fleet.services).toReversed()) {
    const names = new Set(level.map(({ name }) => name));
    await end(found.filter(({ kind, part }) => kind !== 'infrastructure' && names.has(part)));
  }
  await end(found.filter(({ kind }) => kind === 'infrastructure' || kind === 'edge'));
}

async function removeData(engine: Engine, fleet: Fleet): Promise<void> {
  const layout = layoutOf(fleet.root);
  await Promise.all((await volumesOf(engine, folderOf(fleet))).map(({ name }) => removeVolume(engine, name)));
  releaseBlock(layout.root);
  await rm(layoutOf(fleet.root).docker, { recursive: true, force: true });
  // Those of the process runtime open data that it may still have.
  if (!(await exists(layout.postgres))) await rm(layout.secrets, { recursive: true, force: true });
}
