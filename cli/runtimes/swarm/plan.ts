import type { UpOptions } from '../contract.ts';
import { inOrder, planUp, type UpStep } from '../docker/plan.ts';
import type { SwarmSituation } from './situation.ts';

/**
 * What `up` does on a swarm: as on one host, but that what is there is updated in turns instead of made anew, that everything in the network
 * is reached through the edge, which therefore comes first, and that nodes without a registry are given the images before anything runs there.
 */
export function planSwarm(situation: SwarmSituation, options: Pick<UpOptions, 'migrate' | 'seed'>): readonly UpStep[] {
  const steps = planUp(situation, options).map(
    (step): UpStep => ({ ...step, title: retitled(step.title), after: step.after.map(retitled) }),
  );
  const edge = steps.find(({ action }) => action.kind === 'create' && action.part === 'edge')?.title;
  const loading = loadStep(situation, steps);
  if (edge === undefined && loading === undefined) return steps;
  const services = new Set(situation.wanted.filter(({ kind }) => kind === 'service').map(({ part }) => part));
  const later = steps.map((step) => {
    const before = [
      ...(loading && runsImages(step, services) ? [loading.title] : []),
      ...(edge !== undefined && throughEdge(step, edge) ? [edge] : []),
    ];
    return { ...step, after: [...new Set([...step.after, ...before])] };
  });
  return inOrder([...later, ...(loading ? [loading] : [])]);
}

function retitled(title: string): string {
  return title.replace(/^recreate /, 'update ');
}

function loadStep({ lacking }: SwarmSituation, steps: readonly UpStep[]): UpStep | undefined {
  if (lacking.length === 0) return undefined;
  return {
    title: 'load images',
    because: lacking.map(({ hostname, services }) => `${hostname} lacks ${services.join(', ')}`).join('; '),
    after: steps.flatMap(({ title, action }) => (action.kind === 'build' ? [title] : [])),
    action: { kind: 'load', services: [...new Set(lacking.flatMap(({ services }) => services))].toSorted() },
  };
}

/** Whatever is made from an image of the fleet's own may be on any node: services and jobs. */
function runsImages({ action }: UpStep, services: ReadonlySet<string>): boolean {
  return action.kind === 'migrate' || (action.kind === 'create' && services.has(action.part));
}

function throughEdge({ title, action }: UpStep, edge: string): boolean {
  return title !== edge && ['create', 'databases', 'migrate', 'seed'].includes(action.kind);
}
