import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import type { Availability } from '../contract.ts';
import { askEngine, engineAddress } from '../docker/engine.ts';
import { exists } from '../exists.ts';
import { findManager } from './manager.ts';

/** Whether a fleet can be brought up from here: a manager of a swarm answers. How its nodes come to images is asked of `up`. */
export async function available({ root }: Fleet): Promise<Availability> {
  const answer = await askEngine();
  if ('refusal' in answer) return { ok: false, because: answer.refusal };
  if (!(await exists(join(root, 'Dockerfile')))) {
    return { ok: false, because: `${root} has no Dockerfile, which aurora generate writes` };
  }
  if (!(await findManager())) {
    return {
      ok: false,
      because: `the engine at ${engineAddress()} is no manager of a swarm (docker swarm init makes one)`,
    };
  }
  return { ok: true, because: `a manager of a swarm answers, Docker ${answer.version}` };
}
