import type { EdgeView, Snapshot } from '../../../api.ts';

export interface Box {
  readonly name: string;
  /** From left to right. */
  readonly layer: number;
}

type Parts = Pick<Snapshot, 'services' | 'infrastructure' | 'edges'>;

/** Clients, the gateway, the services by who calls whom, and what stands beneath all of them. */
export function layersOf({ services, infrastructure, edges }: Parts): Box[] {
  const inner = services.filter(({ kind }) => kind === 'domain' || kind === 'file').map(({ name }) => name);
  const depths = depthsOf(inner, edges);
  const last = 3 + Math.max(0, ...depths.values());
  const layerOf = (name: string, kind: string): number => {
    if (kind === 'gateway') return 1;
    return kind === 'config' ? last : 2 + (depths.get(name) ?? 0);
  };
  return [
    { name: 'clients', layer: 0 },
    ...services.map(({ name, kind }) => ({ name, layer: layerOf(name, kind) })),
    ...infrastructure.map(({ name }) => ({ name, layer: last })),
  ];
}

/**
 * How many calls lead to each. Where services call each other, those that call more than they are called come first, and calls against
 * that order count for nothing.
 */
function depthsOf(names: readonly string[], edges: readonly EdgeView[]): Map<string, number> {
  const known = new Set(names);
  const calls = edges.filter(({ kind, from, to }) => kind === 'call' && known.has(from) && known.has(to));
  const surplus = (name: string): number =>
    calls.reduce((sum, { from, to }) => sum + Number(from === name) - Number(to === name), 0);
  const order = names.toSorted((a, b) => surplus(b) - surplus(a));
  const depths = new Map<string, number>();
  for (const name of order) {
    const callers = calls.filter(({ from, to }) => to === name && depths.has(from));
    depths.set(name, Math.max(0, ...callers.map(({ from }) => 1 + (depths.get(from) ?? 0))));
  }
  return depths;
}
