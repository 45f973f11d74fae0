import type { Role } from '../../stage.ts';
import { archiveOf } from '../containers/archive.ts';
import type { Engine } from '../engine.ts';
import { ROLE } from '../services.ts';
import { type ContainerSpec, FILES } from '../spec.ts';

/** Puts the role of a container among its files, whether it runs or not: it looks there by itself. */
export async function writeRole(
  engine: Engine,
  container: string,
  { user }: Pick<ContainerSpec, 'user'>,
  role: Role,
): Promise<void> {
  const archive = archiveOf([{ path: ROLE, text: `${role}\n`, secret: false }], user);
  await engine.getContainer(container).putArchive(archive as unknown as NodeJS.ReadableStream, { path: FILES });
}
