import type { Service } from '../../config/model.ts';
import { databaseNames } from '../../runtimes/databases/names.ts';
import { ownNames } from '../../runtimes/docker/infrastructure/rabbitmq.ts';
import { needsBroker, needsDatabase } from '../../runtimes/needs.ts';
import { type Cluster, keepsFiles } from './cluster.ts';
import { certificateOf } from './ingress.ts';
import { allSecrets, type SecretKey } from './secrets.ts';

/** What somebody needs to know who has the folder alone, and which secrets he has to make. */
export function readme(cluster: Cluster): string {
  const { fleet, namespace } = cluster;
  const kubectl = `kubectl --namespace ${namespace}`;
  const migrated = fleet.services.some(needsDatabase);
  return [
    `# ${fleet.name}, ${fleet.environment}, on Kubernetes

Written by \`aurora export kubernetes --env ${fleet.environment}\`, for Kubernetes 1.30 and later. The same command brings the folder up to date;
what you edit here it does not overwrite without \`--force\`: change it by an overlay of your own that has this folder as its base.

\`\`\`sh
kubectl apply --filename namespace.yaml
# now the secrets, below
kubectl apply --kustomize .
${migrated ? `${kubectl} wait --for=condition=complete --timeout=10m job --selector app.kubernetes.io/component=migration\n` : ''}${kubectl} rollout status deployment --selector app.kubernetes.io/component=service
\`\`\``,
    images(cluster),
    ...(migrated ? [migrations()] : []),
    secrets(cluster, kubectl),
    given(cluster),
    ...fleet.services.filter(keepsFiles).map(volume),
  ]
    .join('\n\n')
    .concat('\n');
}

function images({ fleet, images }: Cluster): string {
  const { registry } = fleet.images;
  return `## Images

${
  registry
    ? '`aurora build --push` in the fleet’s folder puts these where nodes find them. A registry with a login: give it to the service accounts (`imagePullSecrets`).'
    : 'The config names no registry (`images.registry`), so nodes find these only if somebody loads them into each, after `aurora build`.'
}

\`\`\`text
${images.map(({ tag }) => tag).join('\n')}
\`\`\``;
}

function migrations(): string {
  return `## Migrations

Each version has a job of its own for every service with a database. It applies what both versions can live with (\`expand\`); new pods begin
when it is done, and those of the version before go on until then. Two folders are applied by hand:

\`\`\`sh
kubectl apply --kustomize all        # databases that have no tables yet: every migration, in order
kubectl apply --kustomize contract   # once nothing of the version before runs: what it still needed goes
\`\`\``;
}

function secrets(cluster: Cluster, kubectl: string): string {
  const all = allSecrets(cluster);
  const rows = all.map(
    ({ secret, key, is, as }) =>
      `| \`${secret}\` | \`${key}\` | ${is}${as === 'optional variable' ? ' (may be absent)' : ''} |`,
  );
  const commands = [...Map.groupBy(all, ({ secret }) => secret)].map(([secret, keys]) =>
    command(kubectl, secret, keys),
  );
  const gateways = cluster.host === undefined ? [] : cluster.fleet.services.filter(({ kind }) => kind === 'gateway');
  const certificates = gateways.map((gateway) => {
    const name = certificateOf(gateway);
    rows.push(`| \`${name}\` | \`tls.crt\`, \`tls.key\` | the certificate of ${cluster.host} |`);
    return `${kubectl} create secret tls ${name} --cert=tls.crt --key=tls.key`;
  });
  return `## Secrets

No secret is in this folder: manifests name them, and these are all.

| secret | key | is |
| --- | --- | --- |
${rows.join('\n')}

Run in the fleet’s folder, where the export has made the keys. URLs come from files that you write: \`$GIVEN\` is a folder outside of version
control that only you can read (0700), with \`<secret>/<key>\` for each, without a line’s end. Leave out what may be absent and is.

\`\`\`sh
${[...commands, ...certificates].join('\n')}
\`\`\`

The same commands put new ones in force, with \`${kubectl} rollout restart deployment\` behind them: pods read secrets when they start.`;
}

function command(kubectl: string, secret: string, keys: readonly SecretKey[]): string {
  const from = keys.map(({ key, file, given }) => `  --from-file=${key}=${given ? `"$GIVEN/${file}"` : file} \\`);
  return [
    `${kubectl} create secret generic ${secret} \\`,
    ...from,
    `  --dry-run=client --output yaml | kubectl apply --server-side --filename -`,
  ].join('\n');
}

/** What Aurora does not bring to a cluster. */
function given({ fleet }: Cluster): string {
  const { database, cache } = fleet.infrastructure;
  const migrated = fleet.services.filter(needsDatabase);
  const told = fleet.services.filter(needsBroker);
  const parts = [
    ...(migrated.length > 0 ? [databases(migrated, fleet.name, database.engine)] : []),
    ...(told.length > 0 ? [broker(told, fleet.name)] : []),
    ...(cache.engine === 'redis'
      ? [
          'The cache is Redis or what speaks like it, `redis://` or `rediss://`; it may lose what it holds, and needs no disk.',
        ]
      : []),
  ];
  return `## What has to be there

A network plugin that keeps to NetworkPolicies, an ingress controller, and metrics-server for the autoscalers.

${parts.join('\n\n')}`;
}

function databases(services: readonly Service[], fleet: string, engine: 'postgres' | 'mysql' | 'mariadb'): string {
  const rows = services.map(({ name }) => {
    const { database, owner, login } = databaseNames(engine, fleet, name);
    return `| ${name} | \`${database}\` | \`${owner}\` | \`${login}\` |`;
  });
  const scheme = engine === 'postgres' ? 'postgres' : 'mysql';
  return `Databases of ${engine}, as \`${scheme}://<login>:<password>@<host>/<database>\`. The owner makes and changes tables; the login reads and writes
rows, also of tables that the owner has still to make. The names are those that \`aurora\` gives; others do as well.

| service | database | owner | login |
| --- | --- | --- | --- |
${rows.join('\n')}

Each pod opens up to 10 connections (\`DATABASE_POOL_SIZE\`), each service has up to as many pods as its autoscaler says.`;
}

function broker(services: readonly Service[], fleet: string): string {
  const rows = services.map(({ name }) => `| ${name} | \`${ownNames(fleet, name).replaceAll('|', '\\|')}\` |`);
  return `RabbitMQ 3.13 or later with a virtual host \`${fleet}\`, as \`amqp://<login>:<password>@<host>/${fleet}\` or \`amqps://\`. Each service has a login that may
configure, write and read what matches:

| service | expression |
| --- | --- |
${rows.join('\n')}`;
}

function volume({ name }: Service): string {
  return `## One pod of ${name}

It keeps files in a volume that one node at a time can mount (ReadWriteOnce). So there is one pod of it, without an autoscaler, and a new version
begins when the old one has ended: for that moment nobody gets files. \`storage: { driver: s3 }\` in the config ends that. \`storage.yaml\` asks for
10 GiB; how much more there can be is up to the class of the volume.`;
}
