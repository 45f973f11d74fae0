import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Fleet } from '../../../../cli/config/model.ts';
import { timeoutChain } from '../../../../cli/config/timeout-chain.ts';
import type { Cluster } from '../../../../cli/export/kubernetes/cluster.ts';
import { clusterOf, everything, exported, fleetIn, type Parsed } from './support/clusters.ts';

let fleet: Fleet;
let local: Cluster;
let rich: Cluster;
beforeAll(async () => {
  fleet = await fleetIn('.');
  local = clusterOf(fleet);
  rich = clusterOf(everything(fleet), { host: 'school.example.org', ingressClass: 'nginx' });
});

const manifest = (cluster: Cluster, path: string): Parsed => exported(cluster).manifests.get(path) ?? {};
const of = (cluster: Cluster, service: string, file: string) => manifest(cluster, `services/${service}/${file}.yaml`);
const podOf = (cluster: Cluster, service: string, file = 'deployment') => of(cluster, service, file).spec.template.spec;
const variablesOf = (cluster: Cluster, service: string): Parsed =>
  Object.fromEntries(
    podOf(cluster, service).containers[0].env.map(({ name, ...rest }: Parsed) => [name, rest.value ?? rest.valueFrom]),
  );
const mounted = (pod: Parsed): string[] =>
  pod.volumes.flatMap(({ projected }: Parsed) =>
    (projected?.sources ?? []).flatMap(({ secret }: Parsed) =>
      secret.items.map(({ key }: Parsed) => `${secret.name}/${key}`),
    ),
  );

describe('network policies', () => {
  const peers = (rules: readonly Parsed[], side: 'from' | 'to') =>
    rules.flatMap((rule) =>
      (rule[side] ?? []).map(
        ({ podSelector, namespaceSelector }: Parsed) =>
          namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] ??
          podSelector?.matchLabels['app.kubernetes.io/name'],
      ),
    );

  it.each([
    ['api-gateway', ['ingress-nginx'], ['config-service', 'file-service', 'subject-service', 'syllabus-service']],
    ['config-service', ['api-gateway', 'file-service', 'subject-service', 'syllabus-service'], []],
    ['subject-service', ['api-gateway', 'syllabus-service'], ['config-service', 'syllabus-service']],
    ['file-service', ['api-gateway', 'syllabus-service'], ['config-service', 'syllabus-service']],
  ])('let %s hear and call whom the config declares', (service, callers, called) => {
    const { ingress, egress } = of(local, service, 'network-policy').spec;
    expect(peers(ingress, 'from').sort()).toEqual(callers);
    expect(
      peers(egress, 'to')
        .filter((name) => name !== undefined && name !== 'kube-system')
        .sort(),
    ).toEqual(called);
  });

  it('let it reach what it stands on, and the gateway no database', () => {
    const portsTo = (service: string) =>
      of(rich, service, 'network-policy').spec.egress.flatMap(({ to, ports }: Parsed) =>
        to ? [] : ports.map(({ port }: Parsed) => port),
      );
    expect(portsTo('api-gateway')).toEqual([6379, 4318, 443]);
    expect(portsTo('subject-service')).toEqual([5432, 5672, 5671, 6379, 4318]);
    expect(portsTo('file-service')).toEqual([5432, 5672, 5671, 6379, 4318, 443]);
    expect(of(rich, 'subject-service', 'migration-policy').spec.egress.at(-1)).toEqual({
      ports: [{ protocol: 'TCP', port: 5432 }],
    });
  });

  it('refuse everything else', () => {
    expect(manifest(local, 'refuse-all.yaml').spec).toEqual({
      podSelector: { matchLabels: {} },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [],
      egress: [],
    });
  });
});

describe('a service', () => {
  it('is an instance of its own in each pod, and asks config-service by its name', () => {
    expect(variablesOf(local, 'subject-service')).toMatchObject({
      INSTANCE_ID: { fieldRef: { fieldPath: 'metadata.name' } },
      ADVERTISED_URL: 'http://$(POD_IP):8002',
      EXPECTED_MIGRATION: '0001-begin',
    });
    const names = podOf(local, 'subject-service').containers[0].env.map(({ name }: Parsed) => name);
    // Kubernetes puts in only what stands before.
    expect(names.indexOf('POD_IP')).toBeLessThan(names.indexOf('ADVERTISED_URL'));
    expect(manifest(local, 'settings.yaml').data.CONFIG_URL).toBe('http://config-service:8004');
  });

  it('has the time to end that the chain of timeouts gives it, after those who call it have learnt', () => {
    const { terminationGracePeriodSeconds, containers } = podOf(local, 'subject-service');
    const { seconds } = containers[0].lifecycle.preStop.sleep;
    expect(terminationGracePeriodSeconds).toBe(seconds + timeoutChain(fleet).killMs / 1000);
    expect(manifest(local, 'settings.yaml').data.DRAIN_TIMEOUT_MS).toBe(String(timeoutChain(fleet).stopMs));
  });

  it('has as many processors and as much memory as its workers need, on whatever machine it is exported', () => {
    const limits = (cluster: Cluster, service: string) => podOf(cluster, service).containers[0].resources.limits;
    expect(limits(local, 'api-gateway')).toMatchObject({ cpu: '2', memory: '512Mi' });
    expect(limits(rich, 'api-gateway')).toMatchObject({ cpu: '4', memory: '2304Mi' });
  });

  it('begins again when its settings change', () => {
    const annotation = (cluster: Cluster) =>
      of(cluster, 'subject-service', 'deployment').spec.template.metadata.annotations;
    const louder = clusterOf({ ...fleet, defaults: { ...fleet.defaults, logLevel: 'debug' } });
    expect(annotation(louder)).not.toEqual(annotation(local));
    expect(annotation(clusterOf({ ...fleet }))).toEqual(annotation(local));
  });

  it('is never fewer than it was while a new version comes, and has the autoscaler say how many', () => {
    const { spec } = of(local, 'subject-service', 'deployment');
    expect(spec.strategy).toEqual({ type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } });
    expect(spec.replicas).toBeUndefined();
    expect(of(local, 'subject-service', 'autoscaler').spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 6,
      scaleTargetRef: { name: 'subject-service' },
    });
  });

  it('is never fewer than the config says', () => {
    const many = clusterOf({ ...fleet, services: fleet.services.map((each) => ({ ...each, replicas: 5 })) });
    expect(of(many, 'subject-service', 'autoscaler').spec).toMatchObject({ minReplicas: 5, maxReplicas: 15 });
  });
});

describe('migrations', () => {
  it('have the login of the owner, which no service has', () => {
    expect(mounted(podOf(local, 'subject-service', 'migration'))).toEqual(['subject-service.owner/owner.url']);
    for (const { name } of fleet.services) expect(mounted(podOf(local, name)).join()).not.toContain('owner');
  });

  it('are waited for by new pods of what counts on one', () => {
    const startup = (cluster: Cluster, service: string) => podOf(cluster, service).containers[0].startupProbe;
    expect(startup(local, 'subject-service').exec.command).toEqual([
      'node',
      'healthcheck.mjs',
      '/health/ready',
      'migrations',
    ]);
    expect(startup(local, 'api-gateway').httpGet.path).toBe('/health');
    expect(startup({ ...local, migrations: new Map() }, 'subject-service').httpGet.path).toBe('/health');
  });

  it('are jobs of each version, and what contracts is applied by nobody but people', () => {
    expect(of(local, 'subject-service', 'migration').metadata.name).toBe('expand-subject-service-0123456789ab');
    const commands = ['contract/subject-service.yaml', 'all/subject-service.yaml'].map(
      (path) => manifest(local, path).spec.template.spec.containers[0].command,
    );
    expect(commands).toEqual([
      ['node', 'migrate.mjs', '--phase', 'contract'],
      ['node', 'migrate.mjs'],
    ]);
    const listed: string[] = manifest(local, 'kustomization.yaml').resources;
    expect(listed.filter((path) => !path.startsWith('services/'))).toEqual([
      'namespace.yaml',
      'settings.yaml',
      'refuse-all.yaml',
    ]);
  });
});

describe('files', () => {
  it('in a folder are one pod’s, which ends before the next begins, and README.md says so', () => {
    const { spec } = of(local, 'file-service', 'deployment');
    expect(spec).toMatchObject({ replicas: 1, strategy: { type: 'Recreate' } });
    expect(of(local, 'file-service', 'storage').spec.accessModes).toEqual(['ReadWriteOnce']);
    expect(exported(local).manifests.has('services/file-service/autoscaler.yaml')).toBe(false);
    expect(exported(local).readme).toContain('## One pod of file-service');
  });

  it('in a bucket need no volume, and their service has replicas as every other', () => {
    expect(exported(rich).manifests.has('services/file-service/storage.yaml')).toBe(false);
    expect(of(rich, 'file-service', 'autoscaler').spec.minReplicas).toBe(2);
    expect(variablesOf(rich, 'file-service')).toMatchObject({
      S3_BUCKET: { secretKeyRef: { name: 'file-service.bucket', key: 'S3_BUCKET' } },
      S3_REGION: { secretKeyRef: { name: 'file-service.bucket', key: 'S3_REGION', optional: true } },
    });
    expect(variablesOf(rich, 'file-service')).not.toHaveProperty('STORAGE_DIR');
    expect(exported(rich).readme).not.toContain('## One pod');
  });
});

describe('the gateway', () => {
  it('is the one way in, with TLS at its host', () => {
    const ingresses = [...exported(rich).manifests.values()].filter(({ kind }) => kind === 'Ingress');
    expect(ingresses.map(({ metadata }) => metadata.name)).toEqual(['api-gateway']);
    expect(ingresses[0]?.spec).toMatchObject({
      ingressClassName: 'nginx',
      tls: [{ hosts: ['school.example.org'], secretName: 'api-gateway.tls' }],
      rules: [{ host: 'school.example.org' }],
    });
    expect(exported(rich).readme).toContain('create secret tls api-gateway.tls');
    expect(of(local, 'api-gateway', 'ingress').spec.tls).toBeUndefined();
  });
});

describe('the namespace', () => {
  it('takes restricted pods alone', () => {
    expect(manifest(local, 'namespace.yaml').metadata).toMatchObject({
      name: 'aurora-test',
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
  });
});
