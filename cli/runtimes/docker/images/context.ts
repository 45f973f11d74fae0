import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import type { ContextFile } from './program.ts';

/** What the engine is sent to build from: a tar archive. Files look the same wherever they come from, so that it knows them again. */
export function contextOf(root: string, paths: readonly string[], made: readonly ContextFile[]): Readable {
  const archive = pack();
  void fill(archive, root, paths, made).catch((error) => archive.destroy(error));
  return Readable.from(archive);
}

async function fill(archive: Pack, root: string, paths: readonly string[], made: readonly ContextFile[]) {
  // The Dockerfile asks for it; not every service has one in it.
  archive.entry({ name: 'migrations', type: 'directory', mtime: new Date(0) });
  for (const path of paths) add(archive, path, await readFile(join(root, path)));
  for (const { path, contents } of made) add(archive, path, Buffer.from(contents));
  archive.finalize();
}

function add(archive: Pack, name: string, contents: Buffer): void {
  archive.entry({ name, mode: 0o644, mtime: new Date(0), uid: 0, gid: 0 }, contents);
}
