import type { Snapshot } from '../../api.ts';
import { edgesOf } from './edges.ts';
import type { Known } from './known.ts';
import type { Problems } from './problems/problems.ts';
import { serviceView } from './service-view.ts';
import type { Topology } from './topology.ts';

/** What the page is shown of one moment. */
export function snapshotOf(known: Known, topology: Topology, problems: Problems): Snapshot {
  const { at, status } = known;
  return {
    at: new Date(at).toISOString(),
    runtime: status?.runtime ?? null,
    services: known.config.fleet.services.map((service) => serviceView(service, known)),
    infrastructure: status?.infrastructure ?? [],
    edges: edgesOf(known, topology),
    problems: problems.of(known),
  };
}
