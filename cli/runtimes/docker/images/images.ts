import { join } from 'node:path';
import type { Fleet } from '../../../config/model.ts';
import { packageRoot } from '../../../package.ts';
import { layoutOf } from '../../layout.ts';
import { needsDatabase } from '../../needs.ts';
import { type Hashes, openHashes, sha256 } from './hashes.ts';
import { inputsOf } from './inputs.ts';
import { programSources, programVersion } from './program.ts';

/** The image that a service is to run in. */
export interface ServiceImage {
  readonly service: string;
  /** e.g. `registry.example.org/team/aurora/subject-service:0123456789ab`. */
  readonly tag: string;
  /** 12 hexadecimal digits of the hash over all that goes in: the same sources give the same tag in every clone. */
  readonly version: string;
}

/**
 * The images of these services, or of all, as their sources are now; whether they are built is another question.
 * @throws AuroraError `dockerfile_missing`
 */
export async function imagesOf(fleet: Fleet, services?: readonly string[]): Promise<readonly ServiceImage[]> {
  const hashes = openHashes(layoutOf(fleet.root).imageHashes);
  const { registry } = fleet.images;
  const chosen = fleet.services.filter(({ name }) => services === undefined || services.includes(name));
  const images = chosen.map((service) => {
    const { name } = service;
    const version = versionOf(fleet.root, name, needsDatabase(service), hashes);
    return { service: name, version, tag: `${registry ? `${registry}/` : ''}${fleet.name}/${name}:${version}` };
  });
  hashes.save();
  return images;
}

function versionOf(root: string, service: string, migrates: boolean, hashes: Hashes): string {
  const parts = inputsOf(root, service).map((path) => `${path} ${hashes.of(join(root, path))}`);
  const program = migrates ? [programVersion(), ...programSources().map((path) => programPart(path, hashes))] : [];
  return sha256([service, ...parts, ...program].join('\n')).slice(0, 12);
}

function programPart(path: string, hashes: Hashes): string {
  return `${path.slice(packageRoot.length)} ${hashes.of(path)}`;
}
