import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import type { Availability } from '../contract.ts';
import { exists } from '../exists.ts';
import { needsBroker, needsDatabase } from '../needs.ts';
import { askEngine, connectEngine, isLocal } from './engine.ts';
import { canBeFetched } from './images/fetchable.ts';
import { presentImages } from './images/present.ts';
import { PUBLIC_IMAGES, type PublicImage } from './images/public.ts';

/** Whether a fleet can be brought up here: an engine answers, and has the images or may fetch them. */
export async function available(fleet: Fleet): Promise<Availability> {
  if (!isLocal())
    return { ok: false, because: 'DOCKER_HOST names another machine, whose ports are not on this loopback' };
  const answer = await askEngine();
  if ('refusal' in answer) return { ok: false, because: answer.refusal };
  if (!(await exists(join(fleet.root, 'Dockerfile')))) {
    return { ok: false, because: `${fleet.root} has no Dockerfile, which aurora generate writes` };
  }
  const engine = await connectEngine();
  const wanted = imagesFor(fleet);
  const present = await presentImages(engine, wanted);
  const absent = wanted.find((image) => !present.has(image));
  if (absent === undefined) return { ok: true, because: `Docker ${answer.version} answers, and has the images` };
  return (await canBeFetched(engine, absent))
    ? { ok: true, because: `Docker ${answer.version} answers` }
    : { ok: false, because: `Docker ${answer.version} has no image ${absent}, and no registry that gives it` };
}

function imagesFor({ services, infrastructure }: Fleet): readonly string[] {
  const parts: PublicImage[] = ['node', 'haproxy'];
  if (services.some(needsDatabase)) parts.push(infrastructure.database.engine);
  if (services.some(needsBroker)) parts.push(infrastructure.broker.engine);
  if (infrastructure.cache.engine === 'redis') parts.push('redis');
  if (infrastructure.monitoring) parts.push('prometheus', 'alertmanager');
  return parts.map((part) => PUBLIC_IMAGES[part]);
}
