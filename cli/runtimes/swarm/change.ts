import type { AuthConfig, ServiceSpec } from 'dockerode';
import type { Engine } from '../docker/engine.ts';
import type { ObservedService } from './observe.ts';

/** Changes a service that nobody else has changed since it was looked at. */
export async function changeService(
  engine: Engine,
  { id, index }: Pick<ObservedService, 'id' | 'index'>,
  spec: ServiceSpec,
  auth?: AuthConfig,
): Promise<void> {
  const change = { _query: { version: index }, _body: spec };
  await engine.getService(id).update(auth ?? {}, change as never);
}
