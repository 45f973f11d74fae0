import { once } from 'node:events';
import { AuroraError } from '../../errors.ts';
import type { Colour } from '../../runtimes/colours.ts';
import { unsupported } from './session.ts';
import type { Work } from './surroundings.ts';

/** A version that stands beside the one that serves, and where it is asked. */
export interface Preview {
  readonly service: string;
  readonly colour: Colour;
  readonly version: string;
  readonly url: string;
}

/**
 * Keeps a way open to what gets no requests, until the signal aborts; nobody else changes the fleet meanwhile.
 * @throws AuroraError `deploy_unsupported`, `nothing_beside`, `busy`, `not_running`
 */
export async function preview(
  { fleet, runtime, narrator, signal }: Work,
  show: (previews: readonly Preview[]) => void,
): Promise<void> {
  if (!runtime.withStage) throw unsupported(runtime.name);
  await runtime.withStage(fleet, narrator, async (stage) => {
    const beside = (await stage.observe()).filter(({ live }) => !live);
    if (beside.length === 0) throw nothingBeside(fleet.name);
    const previews = beside.map(async ({ service, colour, release }) => ({
      service,
      colour,
      version: release.version,
      url: await stage.previewUrl(service, colour),
    }));
    show(await Promise.all(previews));
    if (!signal.aborted) await once(signal, 'abort');
  });
}

function nothingBeside(fleet: string): AuroraError {
  return new AuroraError('nothing_beside', `Nothing of ${fleet} stands beside what serves.`, {
    exit: 'failed',
    next: 'aurora deploy --blue-green --pause-before-cutover',
  });
}
