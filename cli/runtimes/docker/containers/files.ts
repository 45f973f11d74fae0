import { text } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import type { Engine } from '../engine.ts';

/** The files of a container below a folder, running or not, by their path in it; of a file itself, it alone by its name. */
export async function filesAt(engine: Engine, container: string, path: string): Promise<ReadonlyMap<string, string>> {
  const archive = await engine.getContainer(container).getArchive({ path });
  const files = new Map<string, string>();
  for await (const entry of archive.pipe(extract())) {
    const { name, type } = entry.header;
    // The folder's own name comes first.
    const below = name.includes('/') ? name.slice(name.indexOf('/') + 1) : name;
    if (type === 'file') files.set(below, await text(entry));
    else entry.resume();
  }
  return files;
}
