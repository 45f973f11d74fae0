import type { Fleet } from '../../../config/model.ts';
import { AuroraError } from '../../../errors.ts';
import { engineAddress } from '../engine.ts';

/** @param tag that neither a registry nor the engine has, and that the sources do not make */
export function imageMissing({ images }: Pick<Fleet, 'images'>, service: string, tag: string): AuroraError {
  const local = images.registry === undefined;
  const where = local ? `The engine at ${engineAddress()} has no` : 'The registry does not know the';
  return new AuroraError('image_missing', `${where} image ${tag}.`, {
    exit: 'machine',
    next: `aurora build${local ? '' : ' --push'}, from the code that it is made of`,
    facts: { service },
  });
}
