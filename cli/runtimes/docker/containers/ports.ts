import type { Engine } from '../engine.ts';

/** Where on 127.0.0.1 the engine publishes a port of a running container. */
export async function publishedPort(engine: Engine, container: string, port: number): Promise<number> {
  const { NetworkSettings } = await engine.getContainer(container).inspect();
  const [binding] = NetworkSettings.Ports[`${port}/tcp`] ?? [];
  if (!binding) throw new Error(`${container} does not publish its port ${port}`);
  return Number(binding.HostPort);
}
