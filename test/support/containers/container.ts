import { type Engine, statusOf } from '../../../cli/runtimes/docker/engine.ts';

/** The process that a container is, as this machine numbers it; NaN: it does not run. */
export async function mainPid(engine: Engine, container: string): Promise<number> {
  try {
    const { State } = await engine.getContainer(container).inspect();
    return State.Running ? State.Pid : Number.NaN;
  } catch (error) {
    if (statusOf(error) === 404) return Number.NaN;
    throw error;
  }
}

/** Where on this machine's disk a folder is that a container has as a volume. */
export async function folderInContainer(engine: Engine, container: string, path: string): Promise<string> {
  const { Mounts } = await engine.getContainer(container).inspect();
  const mount = Mounts.find(({ Destination }) => Destination === path);
  if (!mount) throw new Error(`${container} has no volume at ${path}`);
  return mount.Source;
}
