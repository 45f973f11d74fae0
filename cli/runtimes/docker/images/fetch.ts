import { AuroraError } from '../../../errors.ts';
import type { StepNarrator } from '../../../narrator.ts';
import type { Engine } from '../engine.ts';

/** Fetches an image from its registry. @throws AuroraError `image_missing` */
export async function fetchImage(engine: Engine, image: string, step: StepNarrator): Promise<void> {
  try {
    const progress = await engine.pull(image);
    await new Promise<void>((resolve, reject) => {
      engine.modem.followProgress(
        progress,
        (error, output: readonly { error?: string }[]) => {
          // What goes wrong on the way is told in the stream itself.
          const told = output?.find((line) => line.error)?.error;
          if (error || told) reject(error ?? new Error(told));
          else resolve();
        },
        ({ id, status }: { id?: string; status?: string }) => step.note([id, status].filter(Boolean).join(' ')),
      );
    });
  } catch (cause) {
    throw new AuroraError('image_missing', `The image ${image} is not here and cannot be fetched.`, {
      exit: 'machine',
      details: [(cause as Error).message],
      next: `docker pull ${image}, where its registry can be reached; or: aurora up --runtime process`,
      cause,
    });
  }
}
