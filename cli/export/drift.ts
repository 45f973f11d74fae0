import { join } from 'node:path';
import type { ExportChange, ExportedFile } from './files.ts';
import { RECORD, readRecord, textOf } from './record.ts';

/** What an export would write and remove in a folder; nothing is touched. */
export async function exportDrift(
  folder: string,
  files: readonly ExportedFile[],
  record = RECORD,
): Promise<readonly ExportChange[]> {
  const wanted = new Map(files.map(({ path, content }) => [path, content]));
  const paths = [...new Set([...wanted.keys(), ...Object.keys(await readRecord(folder, record))])];
  const changes = await Promise.all(
    paths.map(async (path): Promise<ExportChange | undefined> => {
      const [text, content] = [await textOf(join(folder, path)), wanted.get(path)];
      if (text === content) return undefined;
      if (text === undefined) return { path, action: 'created' };
      return { path, action: content === undefined ? 'removed' : 'updated' };
    }),
  );
  return changes.filter((change) => change !== undefined);
}
