import type { EdgeView, Snapshot } from '../../../api.ts';

export interface Box {
  readonly name: string;
  /** From left to right. */
  readonly layer: number;
}

type Parts = Pick<Snapshot, 'services' | 'infrastructure' | 'edges'>;

/** Clients, the gateway, the services by who calls whom, and what stands beneath all of them. */
export function layersOf({ services, infrastructure, edges }: Parts): Box[] {
  const inner = new Set(services.filter(({ kind }) => kind === 'domain' || kind === 'file').map(({ name }) => name));
  const calls = edges.filter(({ kind, from, to }) => kind === 'call' && inner.has(from) && inner.has(to));
  const depths = new Map([...inner].map((name) => [name, depthOf(name, calls)]));
  const last = 3 + Math.max(0, ...depths.values());
  const layerOf = (name: string, kind: string): number => {
    if (kind === 'gateway') return 1;
    return kind === 'config' ? last - 1 : 2 + (depths.get(name) ?? 0);
  };
  return [
    { name: 'clients', layer: 0 },
    ...services.map(({ name, kind }) => ({ name, layer: layerOf(name, kind) })),
    ...infrastructure.map(({ name }) => ({ name, layer: last })),
  ];
}

/** The longest way of calls that leads to it; services that call each other in a circle count once. */
function depthOf(name: string, calls: readonly EdgeView[], seen: ReadonlySet<string> = new Set()): number {
  if (seen.has(name)) return 0;
  const callers = calls.filter(({ to, from }) => to === name && !seen.has(from) && from !== name);
  const along = new Set([...seen, name]);
  return Math.max(0, ...callers.map(({ from }) => 1 + depthOf(from, calls, along)));
}
