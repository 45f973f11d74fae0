import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Misfit } from '../fit/misfit.ts';

const OUTSIDE = new Misfit('file_outside');
const MISSING = new Misfit('file_missing');

/** Where a path of the old application leads, below the folder of its files, also by links. */
export async function locate(folder: string, path: string): Promise<string | Misfit> {
  if (path.includes('\0')) return MISSING;
  const named = isAbsolute(path) ? resolve(path) : join(folder, path);
  if (!isWithin(folder, named)) return OUTSIDE;
  try {
    const real = await realpath(named);
    if (!isWithin(await realpath(folder), real)) return OUTSIDE;
    return (await stat(real)).isFile() ? real : MISSING;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return MISSING;
    throw error;
  }
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
