import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AuroraError } from '../errors.ts';
import type { ExportChange, ExportedFile } from './files.ts';
import { type ExportRecord, hashOf, RECORD, readRecord, textOf } from './record.ts';

const MODES = { secret: { file: 0o600, folder: 0o700 }, plain: { file: 0o644, folder: 0o755 } };

/**
 * Writes an export into its folder, and removes what an earlier one left there and nobody wants any more.
 * @param force overwrites also what somebody else wrote or edited
 * @param recordName of the file that knows what was written, for a folder that several exports share
 * @throws AuroraError `not_overwritten` before anything is touched
 */
export async function writeExport(
  folder: string,
  files: readonly ExportedFile[],
  force: boolean,
  recordName = RECORD,
): Promise<readonly ExportChange[]> {
  const record = await readRecord(folder, recordName);
  const isOurs = (path: string, text: string) => record[path] === hashOf(text);
  const before = new Map<string, string | undefined>();
  for (const path of new Set([...files.map((file) => file.path), ...Object.keys(record)])) {
    before.set(path, await textOf(join(folder, path)));
  }
  const foreign = files.filter(({ path, content }) => {
    const text = before.get(path);
    return text !== undefined && text !== content && !isOurs(path, text);
  });
  if (foreign.length > 0 && !force) throw notOverwritten(folder, foreign);

  // Known before they are written: cut off in between, the next run still knows them as its own.
  const hashes = files.map(({ path, content }) => [path, hashOf(content)] as const);
  await write(folder, { path: recordName, content: print({ ...record, ...Object.fromEntries(hashes) }) });
  const changes: ExportChange[] = [];
  for (const file of files) {
    const text = before.get(file.path);
    if (text !== file.content) await write(folder, file);
    else await chmod(join(folder, file.path), modesOf(file).file);
    changes.push({
      path: file.path,
      action: text === undefined ? 'created' : text === file.content ? 'unchanged' : 'updated',
    });
  }
  const wanted = new Set(files.map(({ path }) => path));
  for (const path of Object.keys(record).filter((each) => !wanted.has(each))) {
    const text = before.get(path);
    if (text === undefined || !isOurs(path, text)) continue;
    await rm(join(folder, path));
    changes.push({ path, action: 'removed' });
  }
  await write(folder, { path: recordName, content: print(Object.fromEntries(hashes)) });
  return changes;
}

function print(files: ExportRecord): string {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ files: sorted }, null, 2)}\n`;
}

/** All or nothing: whoever reads finds the old file or the new one. */
async function write(folder: string, file: ExportedFile): Promise<void> {
  const target = join(folder, file.path);
  const modes = modesOf(file);
  await mkdir(folder, { recursive: true });
  await mkdir(dirname(target), { recursive: true, mode: modes.folder });
  const draft = `${target}.${process.pid}`;
  await writeFile(draft, file.content, { mode: modes.file });
  await rename(draft, target);
}

function modesOf({ secret }: ExportedFile) {
  return secret ? MODES.secret : MODES.plain;
}

function notOverwritten(folder: string, foreign: readonly ExportedFile[]): AuroraError {
  return new AuroraError('not_overwritten', `Nothing was written: ${folder} holds files of somebody else.`, {
    exit: 'failed',
    details: foreign.map(({ path }) => `${path} was edited, or was there before`),
    next: 'give another folder to --out; or --force, which overwrites them',
    facts: { files: foreign.map(({ path }) => path) },
  });
}
