import { resolve } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { composeFiles } from '../export/compose/plan.ts';
import type { ExportChange } from '../export/files.ts';
import { exportSecrets } from '../export/secrets.ts';
import { writeExport } from '../export/write.ts';
import { desiredOf } from '../runtimes/docker/desired.ts';
import { projectOf } from '../runtimes/docker/project.ts';

export interface ExportWish {
  readonly out: string;
  readonly force: boolean;
}

export interface Exported {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly ExportChange[];
  /** Images of services, which the engine has to have. */
  readonly images: readonly string[];
}

/** Writes the fleet as a compose file, with all that it needs beside images. Asks no engine. */
export async function exportCompose(fleet: Fleet, { out, force }: ExportWish): Promise<Exported> {
  const folder = resolve(out);
  const desired = await desiredOf(fleet, await projectOf(fleet, false), exportSecrets(fleet));
  const files = await writeExport(folder, await composeFiles(desired), force);
  return { folder, files, images: desired.images.map(({ tag }) => tag) };
}
