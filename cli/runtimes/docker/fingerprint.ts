import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import { layoutOf } from '../layout.ts';
import { newPassword, secretOnce } from '../secret-file.ts';
import type { ContainerSpec } from './spec.ts';

/** Of all that a container is made from, secrets too: so it is keyed, and tells nobody anything. */
export type Fingerprint = (spec: ContainerSpec) => string;

export async function fingerprintOf(fleet: Fleet): Promise<Fingerprint> {
  const key = await secretOnce(join(layoutOf(fleet.root).docker, 'fingerprint.key'), newPassword);
  return (spec) =>
    createHmac('sha256', key)
      .update(JSON.stringify(lasting(spec)))
      .digest('hex')
      .slice(0, 32);
}

function lasting(spec: ContainerSpec): ContainerSpec {
  const files = spec.files.filter(({ reloaded }) => !reloaded);
  return { ...spec, files: files.map((file) => (file.firstStartOnly ? { ...file, text: '' } : file)) };
}
