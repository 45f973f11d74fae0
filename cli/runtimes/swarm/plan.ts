import type { UpOptions } from '../contract.ts';
import { inOrder, planUp, type Situation, type UpStep } from '../docker/plan.ts';

/**
 * What `up` does on a swarm: as on one host, but that what is there is updated in turns instead of made anew, and that everything in the
 * network is reached through the edge, which therefore comes first.
 */
export function planSwarm(situation: Situation, options: Pick<UpOptions, 'migrate' | 'seed'>): readonly UpStep[] {
  const steps = planUp(situation, options).map(
    (step): UpStep => ({ ...step, title: retitled(step.title), after: step.after.map(retitled) }),
  );
  const edge = steps.find(({ action }) => action.kind === 'create' && action.part === 'edge')?.title;
  if (edge === undefined) return steps;
  return inOrder(
    steps.map((step) => (throughEdge(step, edge) ? { ...step, after: [...new Set([...step.after, edge])] } : step)),
  );
}

function retitled(title: string): string {
  return title.replace(/^recreate /, 'update ');
}

function throughEdge({ title, action }: UpStep, edge: string): boolean {
  return title !== edge && ['create', 'databases', 'migrate', 'seed'].includes(action.kind);
}
