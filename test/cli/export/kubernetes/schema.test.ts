import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Cluster } from '../../../../cli/export/kubernetes/cluster.ts';
import { allClusters, exported, type Parsed } from './support/clusters.ts';
import { mistakes } from './support/schema.ts';

let clusters: ReadonlyMap<string, Cluster>;
beforeAll(async () => {
  clusters = await allClusters();
});

const manifestsOf = (cluster: Cluster) =>
  [...exported(cluster).manifests].filter(([, { kind }]) => kind !== 'Kustomization');

describe('manifests', () => {
  it('are what the published schemas of Kubernetes say, in every fleet', () => {
    const kinds = new Set<string>();
    for (const [name, cluster] of clusters) {
      for (const [path, manifest] of manifestsOf(cluster)) {
        kinds.add(manifest.kind);
        expect({ name, path, mistakes: mistakes(manifest) }).toEqual({ name, path, mistakes: [] });
      }
    }
    expect(kinds.size).toBe(11);
  });

  it.each<[string, (deployment: Parsed) => void, string]>([
    [
      'a member of another name',
      ({ spec }) => {
        spec.template.spec.hostnetwork = true;
      },
      '/spec/template/spec/hostnetwork is unknown',
    ],
    [
      'a member of another type',
      ({ spec }) => {
        spec.minReadySeconds = '3';
      },
      '/spec/minReadySeconds type',
    ],
    [
      'what has to be there',
      ({ spec }) => {
        delete spec.selector;
      },
      '/spec required',
    ],
  ])('would be told of %s', (_what, breakIt, mistake) => {
    const cluster = clusters.get('.') as Cluster;
    const [, deployment = {}] = manifestsOf(cluster).find(([, { kind }]) => kind === 'Deployment') ?? [];
    breakIt(deployment);
    expect(mistakes(deployment)).toContain(mistake);
  });

  it('are listed by the kustomization beside them, each of them and nothing else', () => {
    for (const cluster of clusters.values()) {
      const { manifests } = exported(cluster);
      const listed = [...manifests].flatMap(([path, { kind, resources }]) => {
        const folder = path.slice(0, -'kustomization.yaml'.length);
        return kind === 'Kustomization' ? resources.map((each: string) => `${folder}${each}`) : [];
      });
      const paths = [...manifests].filter(([, { kind }]) => kind !== 'Kustomization').map(([path]) => path);
      expect(listed.sort()).toEqual(paths.sort());
    }
  });
});
