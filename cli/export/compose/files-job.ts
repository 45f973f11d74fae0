import { PUBLIC_IMAGES } from '../../runtimes/docker/images/public.ts';
import type { ExportedFile } from '../files.ts';
import type { ComposePart } from './parts.ts';
import { filesVolume, LOGGING } from './service.ts';

/** Secrets are below it in a container, and in a folder of their own in the export. */
const SECRETS = 'secrets/';
const SCRIPT = 'config/files/copy.sh';

/** The files of every part: what is secret below `secrets/`, the rest below `config/`. */
export function partFiles(parts: readonly ComposePart[]): ExportedFile[] {
  const files = withFiles(parts).flatMap(({ name, spec }) =>
    spec.files.map(({ path, text, secret }) => ({
      path: secret ? `secrets/${name}/${path.slice(SECRETS.length)}` : `config/${name}/${path}`,
      content: text,
      secret,
    })),
  );
  return [...files, { path: SCRIPT, content: COPY }];
}

/**
 * The one-shot that copies files into a volume of each container and gives them to its user. A file that is mounted from this machine
 * keeps its owner and mode here, so a user in a container could read it only if everybody could.
 */
export function filesJob(parts: readonly ComposePart[]) {
  const all = withFiles(parts);
  return {
    image: PUBLIC_IMAGES.haproxy,
    command: ['sh', `/from/${SCRIPT}`, ...all.map(({ name, spec }) => `${name}=${spec.user}`)],
    user: '0:0',
    restart: 'no',
    read_only: true,
    cap_drop: ['ALL'],
    cap_add: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER'],
    security_opt: ['no-new-privileges:true'],
    network_mode: 'none',
    volumes: [
      './config:/from/config:ro',
      './secrets:/from/secrets:ro',
      ...all.map(({ name }) => `${filesVolume(name)}:/to/${name}`),
    ],
    healthcheck: { disable: true },
    logging: LOGGING,
  };
}

/** Those that have files of their own. */
export function withFiles(parts: readonly ComposePart[]): ComposePart[] {
  return parts.filter(({ name, filesOf }) => name === filesOf);
}

const COPY = `#!/bin/sh
# Gives each container its files, in a volume of its own, for its user alone: sh copy.sh <part>=<uid>:<gid>…
# What is there already is not touched: containers that run may be reading it.
set -eu
umask 077

copy() {
  mkdir -p "$2"
  for file in "$1"/*; do
    [ -f "$file" ] || continue
    target=$2/\${file##*/}
    cmp -s "$file" "$target" && continue
    cp "$file" "$2/.new"
    chmod 400 "$2/.new"
    chown "$3" "$2/.new"
    mv -f "$2/.new" "$target"
  done
  chmod 500 "$2"
  chown "$3" "$2"
}

for each in "$@"; do
  part=\${each%%=*}
  user=\${each#*=}
  copy "/from/config/$part" "/to/$part" "$user"
  copy "/from/secrets/$part" "/to/$part/secrets" "$user"
done
`;
