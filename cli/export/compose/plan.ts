import { stringify } from 'yaml';
import type { Desired } from '../../runtimes/docker/desired.ts';
import { fingerprintOf } from '../../runtimes/docker/fingerprint.ts';
import type { ContainerSpec } from '../../runtimes/docker/spec.ts';
import type { ExportedFile } from '../files.ts';
import { filesJob, partFiles, withFiles } from './files-job.ts';
import { type ComposePart, partsOf } from './parts.ts';
import { readme } from './readme.ts';
import { composeService, FILES_JOB, filesVolume, volumeOf } from './service.ts';

/** All files of an export for Compose, out of what the Docker runtime would run. */
export async function composeFiles(desired: Desired): Promise<readonly ExportedFile[]> {
  const parts = await partsOf(desired);
  return [
    { path: 'docker-compose.yml', content: await composeYaml(desired, parts) },
    { path: 'README.md', content: readme(desired) },
    { path: '.gitignore', content: '# Passwords and keys.\n/secrets/\n' },
    ...partFiles(parts),
  ];
}

async function composeYaml({ fleet, project }: Desired, parts: readonly ComposePart[]): Promise<string> {
  const fingerprint = await fingerprintOf(fleet);
  const services = parts.map(
    (part) => [part.name, composeService(part, project, fingerprint(whole(part.spec)))] as const,
  );
  const data = parts.flatMap(({ spec }) => spec.volumes.map(({ name }) => volumeOf(project, name)));
  const files = withFiles(parts).map(({ name }) => filesVolume(name));
  const document = {
    services: { [FILES_JOB]: filesJob(parts), ...Object.fromEntries(services) },
    volumes: Object.fromEntries([...data, ...files].map((name) => [name, {}])),
  };
  // Compose reads YAML 1.1, in which a bare `no` is false.
  const text = stringify(document, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
  return `# The fleet ${fleet.name} (${fleet.environment}). Written by aurora export compose; README.md says how to start it.\n${text}`;
}

/** Compose has no word for a file that a running container takes over. */
function whole(spec: ContainerSpec): ContainerSpec {
  return { ...spec, files: spec.files.map((file) => ({ ...file, reloaded: false })) };
}
