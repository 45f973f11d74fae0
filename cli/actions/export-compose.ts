import { join, resolve } from 'node:path';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { composeFiles } from '../export/compose/plan.ts';
import type { ExportChange } from '../export/files.ts';
import { writeExport } from '../export/write.ts';
import { desiredOf } from '../runtimes/docker/desired.ts';
import { projectOf } from '../runtimes/docker/project.ts';
import { layoutOf } from '../runtimes/layout.ts';

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
  const desired = await desiredOf(fleet, await projectOf(fleet, false), secretsOf(fleet));
  const files = await writeExport(folder, await composeFiles(desired), force);
  return { folder, files, images: desired.images.map(({ tag }) => tag) };
}

/**
 * In development those of this folder, so that `aurora token` signs for the exported fleet too. Elsewhere some of its own: nobody who
 * develops here has keys to it, and it takes none from what runs here.
 */
function secretsOf({ root, environment }: Fleet): string {
  const { secrets } = layoutOf(root);
  return environment === DEFAULT_ENVIRONMENT ? secrets : join(secrets, 'exports', environment);
}
