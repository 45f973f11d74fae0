import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Cluster } from '../../../../cli/export/kubernetes/cluster.ts';
import { allClusters, type Exported, exported, type Parsed } from './support/clusters.ts';
import { violations } from './support/policy.ts';

let clusters: ReadonlyMap<string, Cluster>;
beforeAll(async () => {
  clusters = await allClusters();
});

const SERVICE = 'services/subject-service';
const part = (all: Exported, file: string): Parsed => all.manifests.get(`${SERVICE}/${file}.yaml`) as Parsed;
const pod = (all: Exported, of = 'deployment'): Parsed => part(all, of).spec.template.spec;
const container = (all: Exported, of = 'deployment'): Parsed => pod(all, of).containers[0];

it('every fleet is exported as the policy asks for', () => {
  for (const [name, cluster] of clusters)
    expect({ name, wrong: violations(exported(cluster)) }).toEqual({ name, wrong: [] });
});

describe('the policy', () => {
  it.each<[string, (all: Exported) => void]>([
    [
      'may be root',
      (all) => {
        pod(all).securityContext.runAsNonRoot = false;
      },
    ],
    [
      'may be root',
      (all) => {
        delete pod(all, 'migration').securityContext;
      },
    ],
    [
      'has no seccomp profile',
      (all) => {
        delete pod(all).securityContext.seccompProfile;
      },
    ],
    [
      'has a token of its service account',
      (all) => {
        delete pod(all, 'migration').automountServiceAccountToken;
      },
    ],
    [
      'is in a namespace of its host',
      (all) => {
        pod(all).hostPID = true;
      },
    ],
    [
      'mounts a folder of its host',
      (all) => {
        pod(all).volumes.push({ name: 'docker', hostPath: { path: '/var/run' } });
      },
    ],
    [
      'may get more rights',
      (all) => {
        container(all).securityContext.privileged = true;
      },
    ],
    [
      'writes to its root',
      (all) => {
        delete container(all).securityContext.readOnlyRootFilesystem;
      },
    ],
    [
      'has capabilities',
      (all) => {
        container(all).securityContext.capabilities.add = ['NET_ADMIN'];
      },
    ],
    [
      'has no limits or requests',
      (all) => {
        delete container(all).resources.limits.memory;
      },
    ],
    [
      'has an image without a tag, or the latest',
      (all) => {
        container(all).image = 'registry:5000/aurora/subject-service';
      },
    ],
    [
      'has an image without a tag, or the latest',
      (all) => {
        container(all, 'migration').image = 'aurora/subject-service:latest';
      },
    ],
    [
      'has a port of its host',
      (all) => {
        container(all).ports[0].hostPort = 8001;
      },
    ],
    [
      'has a variable twice',
      (all) => {
        container(all).env.push({ name: 'PORT', value: '1' });
      },
    ],
    [
      'reads a role',
      (all) => {
        container(all).env.push({ name: 'ROLE_FILE', value: '/run/aurora/role' });
      },
    ],
    [
      'no liveness probe',
      (all) => {
        delete container(all).livenessProbe;
      },
    ],
    [
      'no readiness probe',
      (all) => {
        container(all).readinessProbe.httpGet.path = '/health';
      },
    ],
    [
      'no startup probe',
      (all) => {
        delete container(all).startupProbe;
      },
    ],
    [
      'Deployment subject-service: selects nothing',
      (all) => {
        part(all, 'deployment').spec.selector.matchLabels = { app: 'other' };
      },
    ],
    [
      'Service subject-service: selects nothing',
      (all) => {
        part(all, 'service').spec.selector = { app: 'other' };
      },
    ],
    [
      'PodDisruptionBudget subject-service: selects nothing',
      (all) => {
        part(all, 'disruption-budget').spec.selector.matchLabels = { app: 'other' };
      },
    ],
    [
      'NetworkPolicy subject-service: selects nothing',
      (all) => {
        part(all, 'network-policy').spec.egress[1].to[0].podSelector.matchLabels = { app: 'other' };
      },
    ],
    [
      'there is no Deployment other',
      (all) => {
        part(all, 'autoscaler').spec.scaleTargetRef.name = 'other';
      },
    ],
    [
      'there is no ServiceAccount other',
      (all) => {
        pod(all).serviceAccountName = 'other';
      },
    ],
    [
      'there is no ConfigMap other',
      (all) => {
        container(all).envFrom[0].configMapRef.name = 'other';
      },
    ],
    [
      'there is no Service api-gateway',
      (all) => {
        (all.manifests as Map<string, Parsed>).delete('services/api-gateway/service.yaml');
      },
    ],
    [
      'Service config-service is there twice',
      (all) => {
        part(all, 'service').metadata.name = 'config-service';
      },
    ],
    [
      'README.md does not say how subject-service gets other',
      (all) => {
        pod(all).volumes[0].projected.sources[1].secret.items[0].key = 'other';
      },
    ],
    [
      'holds a secret',
      (all) => {
        (all.files as Map<string, string>).set('settings.yaml', 'url: postgres://me:secret@database/all');
      },
    ],
    [
      'Secret other is a secret',
      (all) => {
        (all.manifests as Map<string, Parsed>).set('s.yaml', { kind: 'Secret', metadata: { name: 'other' } });
      },
    ],
  ])('would tell that one %s', (wrong, breakIt) => {
    const all = exported(clusters.get('.') as Cluster);
    breakIt(all);
    expect(violations(all).join('\n')).toContain(wrong);
  });
});
