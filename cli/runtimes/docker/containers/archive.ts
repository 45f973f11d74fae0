import { type Pack, pack } from 'tar-stream';
import type { SpecFile } from '../spec.ts';

const ONLY_OWNER = 0o400;
const ONLY_OWNER_FOLDER = 0o500;

/** Files as a tar archive, in which all belong to one user (`uid:gid`) and nobody else may read them. */
export function archiveOf(files: readonly SpecFile[], user: string): Pack {
  const [uid = 0, gid = 0] = user.split(':').map(Number);
  const archive = pack();
  const folders = new Set(files.flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])));
  for (const name of folders) archive.entry({ name, type: 'directory', mode: ONLY_OWNER_FOLDER, uid, gid });
  for (const { path, text } of files) archive.entry({ name: path, mode: ONLY_OWNER, uid, gid }, text);
  archive.finalize();
  return archive;
}
