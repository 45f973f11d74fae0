import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import type { Engine } from '../docker/engine.ts';
import { statusOf } from '../docker/engine.ts';
import { LABELS } from '../docker/labels.ts';
import { labelsOf, type Project } from '../docker/project.ts';
import type { ContainerSpec, SpecFile } from '../docker/spec.ts';
import { layoutOf } from '../layout.ts';
import { newPassword, secretOnce } from '../secret-file.ts';
import { SWARM_LABELS } from './labels.ts';

/** A config or a secret of the swarm; another text is another object, for they do not change. */
export interface StoredFile {
  readonly file: SpecFile;
  readonly name: string;
  readonly id: string;
}

/** What a task finds its files by. */
interface EngineObject {
  readonly ID: string;
  readonly Spec: { readonly Name: string; readonly Labels?: Readonly<Record<string, string>> };
}

/** Sees to it that the swarm has the files of a part. The name is a hash, keyed, so that it tells nothing of a secret. */
export async function storeFiles(
  engine: Engine,
  fleet: Fleet,
  project: Project,
  spec: Pick<ContainerSpec, 'part' | 'files'>,
): Promise<readonly StoredFile[]> {
  const key = await secretOnce(join(layoutOf(fleet.root).docker, 'fingerprint.key'), newPassword);
  return Promise.all(
    spec.files.map(async (file): Promise<StoredFile> => {
      const { path, text, secret } = file;
      const hash = createHmac('sha256', key)
        .update(JSON.stringify([project.folder, spec.part, path, text]))
        .digest('hex');
      const name = `${project.name.slice(0, 40)}-${hash.slice(0, 20)}`;
      const Labels = { ...labelsOf(project), [LABELS.part]: spec.part, [SWARM_LABELS.path]: path };
      const wish = { Name: name, Labels, Data: Buffer.from(text).toString('base64') };
      return { file, name, id: await idOf(engine, secret, name, wish) };
    }),
  );
}

async function idOf(engine: Engine, secret: boolean, name: string, wish: object): Promise<string> {
  try {
    const made = secret ? await engine.createSecret(wish) : await engine.createConfig(wish);
    return made.id;
  } catch (error) {
    if (statusOf(error) !== 409) throw error;
    const filters = { name: [name] };
    const found = (
      secret ? await engine.listSecrets({ filters }) : await engine.listConfigs({ filters })
    ) as EngineObject[];
    const same = found.find(({ Spec }) => Spec.Name === name);
    if (!same) throw error;
    return same.ID;
  }
}

/** Removes configs and secrets of the fleet that no service uses; the engine keeps those that are in use. */
export async function pruneFiles(engine: Engine, folder: string): Promise<void> {
  const filters = { label: [`${LABELS.folder}=${folder}`] };
  const [secrets, configs] = await Promise.all([
    engine.listSecrets({ filters }) as Promise<EngineObject[]>,
    engine.listConfigs({ filters }) as Promise<unknown> as Promise<EngineObject[]>,
  ]);
  await Promise.all([
    ...secrets.map(({ ID }) => unlessUsed(engine.getSecret(ID).remove())),
    ...configs.map(({ ID }) => unlessUsed(engine.getConfig(ID).remove())),
  ]);
}

/** An engine answers 400 where a service uses it, 404 where somebody else was faster. */
async function unlessUsed(removal: Promise<unknown>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if (statusOf(error) !== 400 && statusOf(error) !== 404) throw error;
  }
}
