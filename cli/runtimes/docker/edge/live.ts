import { AuroraError } from '../../../errors.ts';
import { COLOURS, type Colour } from '../../colours.ts';
import { filesAt } from '../containers/files.ts';
import { type Engine, statusOf } from '../engine.ts';
import type { LiveColours } from './colours.ts';
import { EDGE_PLACES } from './places.ts';

/**
 * The live colours of those services that were switched; any other has the first one. Read off the edge's volume, so that it does not
 * have to run.
 * @throws AuroraError `edge_missing`
 */
export async function liveColours(engine: Engine, container: string): Promise<LiveColours> {
  return coloursIn(await fileIn(engine, container, EDGE_PLACES.map));
}

/** Takes a map apart: a service and its colour a line. */
export function coloursIn(map: string): LiveColours {
  return new Map(
    map.split('\n').flatMap((line): [string, Colour][] => {
      const [service = '', word] = line.split(' ');
      const colour = COLOURS.find((each) => each === word);
      return colour ? [[service, colour]] : [];
    }),
  );
}

/** Empty where it is not there yet: an edge that has never run has nothing written. */
async function fileIn(engine: Engine, container: string, path: string): Promise<string> {
  try {
    const [content = ''] = (await filesAt(engine, container, path)).values();
    return content;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    await requireContainer(engine, container);
    return '';
  }
}

async function requireContainer(engine: Engine, container: string): Promise<void> {
  try {
    await engine.getContainer(container).inspect();
  } catch (cause) {
    if (statusOf(cause) !== 404) throw cause;
    throw new AuroraError('edge_missing', `There is no container ${container}.`, {
      exit: 'notRunning',
      next: 'aurora up -d',
      cause,
    });
  }
}
