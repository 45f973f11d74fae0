import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AuroraError } from '../../../errors.ts';
import { isCode } from '../../code.ts';

/** Of these, a service has a folder of its own, which is no other image's business. */
const OF_A_SERVICE = ['services', 'migrations'];
/** But this one, which services call each other by. */
const CLIENT = 'services/client';

/**
 * The files that the image of a service is made of, relative to the fleet's folder and sorted: the Dockerfile and what its .dockerignore
 * lets in (`!shared`), without tests and prose.
 * @throws AuroraError `dockerfile_missing`
 */
export function inputsOf(root: string, service: string): string[] {
  const paths = ['Dockerfile', ...admitted(root)].map((path) =>
    OF_A_SERVICE.includes(path) ? `${path}/${service}` : path,
  );
  const files = [...paths, ...(callsOthers(root, service) ? [CLIENT] : [])].flatMap((path) => filesBelow(root, path));
  return [...new Set(files)].sort();
}

/** What packages are installed from. */
export function packageFilesOf(root: string): string[] {
  const manifests = ['services', 'shared'].flatMap((folder) =>
    filesBelow(root, folder).filter((path) => path.endsWith('/package.json')),
  );
  return ['Dockerfile', 'package.json', 'package-lock.json', ...manifests].filter((path) => statAt(root, path)).sort();
}

/** Whether the service is built from the typed client, too. */
function callsOthers(root: string, service: string): boolean {
  const manifest = (path: string) =>
    statAt(root, `${path}/package.json`) && JSON.parse(readText(root, `${path}/package.json`));
  const client = manifest(CLIENT)?.name;
  return client !== undefined && client in (manifest(`services/${service}`)?.dependencies ?? {});
}

function admitted(root: string): string[] {
  const lines = [readText(root, 'Dockerfile') && readText(root, '.dockerignore')].join('').split('\n');
  return lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1).trim());
}

function filesBelow(root: string, path: string): string[] {
  const found = statAt(root, path);
  if (!found?.isDirectory()) return found ? [path] : [];
  const names = readdirSync(join(root, path)).filter(isCode);
  return names.flatMap((name) => filesBelow(root, `${path}/${name}`));
}

function statAt(root: string, path: string) {
  return statSync(join(root, path), { throwIfNoEntry: false });
}

function readText(root: string, file: string): string {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new AuroraError('dockerfile_missing', `${file} is not in ${root}.`, {
      exit: 'failed',
      details: ['Images are built by Dockerfile, from what .dockerignore lets in.'],
      next: 'aurora generate; a file that you have deleted comes back from version control only',
      cause,
    });
  }
}
