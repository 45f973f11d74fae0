import { stat } from 'node:fs/promises';
import type { Fleet } from '../config/model.ts';
import { planNextPassword } from './databases/administrator.ts';
import { databaseNames } from './databases/names.ts';
import { passwordFile } from './databases/of-service.ts';
import { ADMINISTRATOR, BROKER_ADMINISTRATOR, brokerLoginFile, CACHE } from './docker/logins.ts';
import { DEVELOPER_KEY, keyFiles, METRICS_KEY, replaceKey } from './keys.ts';
import { layoutOf } from './layout.ts';
import { queueNames } from './process/databases/wanted.ts';
import { administratorFile } from './process/postgres/initialise.ts';
import { newPassword, writeSecret } from './secret-file.ts';
import { replaceSigningKeys, signingKeysFile } from './signing-keys.ts';
import { edgeTokenFile } from './swarm/edge/token.ts';

export const SECRET_KINDS = ['databases', 'broker', 'cache', 'signing-keys', 'download-urls', 'edges'] as const;

export type SecretKind = (typeof SECRET_KINDS)[number];

/** A secret that Aurora has made for a fleet, without its value. */
export interface Secret {
  readonly kind: SecretKind;
  /** The service that it belongs to; else what it is for: `administrator`, `dev`. */
  readonly of: string;
  /** e.g. `owner’s login`. */
  readonly what: string;
  /** Null: both have the same. */
  readonly runtime: 'process' | 'docker' | null;
  readonly file: string;
  /**
   * Writes another value; the next `up` puts it into force. Done again where nothing was put into force yet, it harms nothing.
   * `stillAccepted`: what was signed with the old one works for a while.
   */
  replace(stillAccepted: boolean): Promise<void>;
}

export interface FoundSecret extends Secret {
  readonly madeAt: Date;
}

/** The secrets that a fleet has, as far as they have been made. */
export async function secretsOf(fleet: Fleet): Promise<readonly FoundSecret[]> {
  const found = await Promise.all(
    possible(fleet).map(async (secret) => {
      const made = await stat(secret.file).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
      return made && { ...secret, madeAt: made.mtime };
    }),
  );
  return found.filter((secret) => secret !== undefined);
}

function possible(fleet: Fleet): readonly Secret[] {
  const { secrets, docker, postgres } = layoutOf(fleet.root);
  const services = fleet.services.map(({ name }) => name);
  return [
    administrator('process', administratorFile({ folder: postgres })),
    administrator('docker', passwordFile(docker, ADMINISTRATOR)),
    ...services.flatMap((service) => [
      ...databaseLogins(fleet, service, 'process', secrets),
      ...databaseLogins(fleet, service, 'docker', docker),
    ]),
    password('broker', 'queues', 'login', 'process', passwordFile(secrets, queueNames(fleet).login)),
    password('broker', 'administrator', 'login', 'docker', passwordFile(docker, BROKER_ADMINISTRATOR)),
    ...services.map((service) =>
      password('broker', service, 'login', 'docker', passwordFile(docker, brokerLoginFile(service))),
    ),
    password('cache', 'services', 'password', 'docker', passwordFile(docker, CACHE)),
    password('edges', 'deploys', 'token', 'docker', edgeTokenFile(fleet)),
    ...[DEVELOPER_KEY, METRICS_KEY, ...services].map((signer) => signingKey(secrets, signer)),
    ...fleet.services.filter(({ kind }) => kind === 'file').map(({ name }) => downloadUrls(secrets, name)),
  ];
}

function password(kind: SecretKind, of: string, what: string, runtime: Secret['runtime'], file: string): Secret {
  return { kind, of, what, runtime, file, replace: () => writeSecret(file, newPassword()) };
}

function administrator(runtime: Secret['runtime'], file: string): Secret {
  return { ...password('databases', 'administrator', 'login', runtime, file), replace: () => planNextPassword(file) };
}

function databaseLogins(fleet: Fleet, service: string, runtime: Secret['runtime'], folder: string): Secret[] {
  const { owner, login } = databaseNames(fleet.infrastructure.database.engine, fleet.name, service);
  return [
    password('databases', service, 'owner’s login', runtime, passwordFile(folder, owner)),
    password('databases', service, 'login', runtime, passwordFile(folder, login)),
  ];
}

function signingKey(secrets: string, of: string): Secret {
  return {
    kind: 'signing-keys',
    of,
    what: 'signs tokens',
    runtime: null,
    file: keyFiles(secrets).signingKey(of),
    replace: (stillAccepted) => replaceKey(secrets, of, stillAccepted),
  };
}

function downloadUrls(secrets: string, of: string): Secret {
  return {
    kind: 'download-urls',
    of,
    what: 'signs download URLs',
    runtime: null,
    file: signingKeysFile(secrets),
    replace: (stillAccepted) => replaceSigningKeys(secrets, stillAccepted),
  };
}
