import { availableParallelism } from 'node:os';
import type { Fleet } from '../../../config/model.ts';
import { interruptible } from '../../../interruptible.ts';
import type { Narrator } from '../../../narrator.ts';
import { needsDatabase } from '../../needs.ts';
import { type Engine, statusOf } from '../engine.ts';
import { contextOf } from './context.ts';
import type { ServiceImage } from './images.ts';
import { inTurns } from './in-turns.ts';
import { inputsOf, packageFilesOf } from './inputs.ts';
import { type ContextFile, programFiles } from './program.ts';
import { revisionOf } from './revision.ts';
import { runBuild } from './run-build.ts';

/**
 * Builds the images that the engine lacks, at once, and the packages that all stand on before them. Returns those that it has built.
 * A build that ends before its time leaves no tag.
 * @throws AuroraError `build_failed`, `image_missing`, `disk_full`, `engine_unreachable`, `interrupted`
 */
export async function buildImages(
  engine: Engine,
  fleet: Fleet,
  images: readonly ServiceImage[],
  narrator: Narrator,
  signal?: AbortSignal,
): Promise<readonly ServiceImage[]> {
  const missing = await missingOf(engine, images);
  if (missing.length === 0) return [];
  const migrating = new Set(fleet.services.filter(needsDatabase).map(({ name }) => name));
  const program = missing.some(({ service }) => migrating.has(service)) ? await programFiles(fleet.root) : [];
  await interruptible(signal, 'Stopped in the middle of its images.', async () => {
    await buildPackages(engine, fleet, narrator, signal);
    await inTurns(availableParallelism() + 1, missing, (image) =>
      buildImage(engine, fleet, image, migrating.has(image.service) ? program : [], narrator, signal),
    );
  });
  return missing;
}

async function missingOf(engine: Engine, images: readonly ServiceImage[]): Promise<readonly ServiceImage[]> {
  const there = await Promise.all(images.map(({ tag }) => isThere(engine, tag)));
  return images.filter((_, index) => !there[index]);
}

/** Whether the engine has an image. */
async function isThere(engine: Engine, tag: string): Promise<boolean> {
  try {
    await engine.getImage(tag).inspect();
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** First and alone: builds at once would each install them. */
function buildPackages(engine: Engine, fleet: Fleet, narrator: Narrator, signal: AbortSignal | undefined) {
  return narrator.step('install packages', ({ note }) =>
    runBuild(engine, {
      what: 'The packages of all images',
      service: '',
      context: contextOf(fleet.root, packageFilesOf(fleet.root), []),
      options: { target: 'packages' },
      note,
      signal,
    }),
  );
}

function buildImage(
  engine: Engine,
  fleet: Fleet,
  { service, tag, version }: ServiceImage,
  program: readonly ContextFile[],
  narrator: Narrator,
  signal: AbortSignal | undefined,
): Promise<void> {
  return narrator.step(`build ${service}`, async ({ note }) => {
    const inputs = inputsOf(fleet.root, service);
    const revision = await revisionOf(fleet.root, inputs);
    await runBuild(engine, {
      what: `The image of ${service}`,
      service,
      context: contextOf(fleet.root, [...new Set([...inputs, ...packageFilesOf(fleet.root)])], program),
      options: {
        t: tag,
        buildargs: { SERVICE: service, VERSION: version },
        labels: revision === undefined ? {} : { 'org.opencontainers.image.revision': revision },
      },
      note,
      signal,
    });
    note(tag);
  });
}
