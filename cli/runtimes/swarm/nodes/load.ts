import { AuroraError } from '../../../errors.ts';
import { interruptible } from '../../../interruptible.ts';
import type { Narrator } from '../../../narrator.ts';
import type { Engine } from '../../docker/engine.ts';
import { inTurns } from '../../docker/images/in-turns.ts';
import { presentImages } from '../../docker/images/present.ts';
import { imageId, type Lacking, type LocalImage } from './local-images.ts';
import { sendImages } from './send.ts';

/** All of it goes through this process. */
const AT_ONCE = 8;

/**
 * Gives nodes the images that they lack, several nodes at once.
 * @throws AuroraError `load_failed`, `image_differs`, `interrupted`
 */
export function loadImages(
  engine: Engine,
  lacking: readonly Lacking[],
  narrator: Narrator,
  signal?: AbortSignal,
): Promise<void> {
  return interruptible(signal, 'Stopped in the middle of its images.', () =>
    inTurns(AT_ONCE, lacking, (each) => loadAt(engine, each, narrator, signal)),
  );
}

function loadAt(engine: Engine, { at, images }: Lacking, narrator: Narrator, signal: AbortSignal | undefined) {
  return narrator.step(`load images to ${at.node.hostname}`, async ({ note }) => {
    const services = [...new Set(images.map(({ service }) => service))].join(', ');
    let present: ReadonlySet<string>;
    try {
      const names = await namesOf(engine, images);
      await sendImages(engine, at.engine, names, (text) => note(`${services}: ${text}`), signal);
      present = await presentImages(
        at.engine,
        images.map(({ id }) => id),
      );
    } catch (cause) {
      throw loadFailed({ at, images }, cause as Error);
    }
    const other = images.find(({ id }) => !present.has(id));
    if (other) throw differs({ at, images }, other);
    note(services);
  });
}

/** By its tag people find it there, and it is none that nobody needs. What had another tag since goes by its id. */
function namesOf(engine: Engine, images: readonly LocalImage[]): Promise<readonly string[]> {
  return Promise.all(images.map(async ({ tag, id }) => ((await imageId(engine, tag)) === id ? tag : id)));
}

function loadFailed({ at: { node, address } }: Lacking, cause: Error & { json?: { message?: string } }): AuroraError {
  return new AuroraError('load_failed', `The images could not be brought to ${node.hostname}.`, {
    exit: 'machine',
    details: [(cause.json?.message ?? cause.message).trim(), `Its engine is at ${address}.`],
    next: `docker -H ${address} system df, whether it has room; then the same command again, which sends what is missing`,
    facts: { node: node.hostname, address },
    cause,
  });
}

function differs({ at: { node, address } }: Lacking, { tag, id }: LocalImage): AuroraError {
  return new AuroraError('image_differs', `${node.hostname} has taken ${tag}, and calls it by another id.`, {
    exit: 'machine',
    details: [
      `Tasks are made from ${id}, the id that the engine has which built it.`,
      'Engines that keep images in other ways (containerd image store, or not) give them other ids.',
    ],
    next: 'have all engines keep images in the same way (docker info: Storage Driver), or use images: { registry }',
    facts: { node: node.hostname, address, image: tag },
  });
}
