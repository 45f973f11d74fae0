import { AuroraError } from '../../../errors.ts';
import type { Engine } from '../engine.ts';

/** Where on 127.0.0.1 the engine publishes a port of a running container. @throws AuroraError `port_unpublished` where it does not run */
export async function publishedPort(engine: Engine, container: string, port: number): Promise<number> {
  const { Name, NetworkSettings } = await engine.getContainer(container).inspect();
  const [binding] = NetworkSettings.Ports[`${port}/tcp`] ?? [];
  if (!binding) {
    const name = Name.slice(1);
    throw new AuroraError('port_unpublished', `${name} does not run, so that nobody reaches its port ${port}.`, {
      exit: 'startup',
      next: `docker logs ${name}, then: aurora up -d`,
    });
  }
  return Number(binding.HostPort);
}
