import type { LogRecord } from '../log-record.ts';
import type { Hop } from './hop.ts';
import { publisherOf } from './hop.ts';
import { hopsIn } from './hops.ts';
import type { TraceNode } from './node.ts';

/**
 * The story of one correlation id over all services and events, from the lines that carry it: those of requests and handled events
 * suffice, sampled spans add to them. Each request that came from outside is a root. What is missing or whose clock goes wrong does not
 * break it: an event whose publisher has left no line hangs below what was going on there, or anywhere in its trace.
 */
export function traceTree(records: readonly LogRecord[]): TraceNode[] {
  const hops = hopsIn(records);
  const ordered = [...hops.values()].sort((a, b) => a.start - b.start);
  const parents = withoutCycles(ordered, parentsOf(ordered, hops));
  const nodes = new Map(ordered.map((hop) => [hop, nodeOf(hop)]));
  const roots: TraceNode[] = [];
  for (const [hop, node] of nodes) {
    const parent = parents.get(hop);
    const siblings = parent ? (nodes.get(parent)?.children ?? roots) : roots;
    (siblings as TraceNode[]).push(node);
  }
  return roots;
}

function parentsOf(ordered: readonly Hop[], hops: ReadonlyMap<string, Hop>): Map<Hop, Hop> {
  const publications = new Map(
    ordered.flatMap((hop) => (hop.kind === 'producer' && hop.event ? [[hop.event.id, hop] as const] : [])),
  );
  // By trace, what has begun so far and may have caused what comes next.
  const begun = new Map<string | undefined, Hop[]>();
  const parents = new Map<Hop, Hop>();
  for (const hop of ordered) {
    const parent =
      (hop.kind === 'consumer' && hop.event ? publications.get(hop.event.id) : undefined) ??
      (hop.parentId === undefined ? undefined : (hops.get(hop.parentId) ?? publications.get(hop.parentId))) ??
      (mayBeAdopted(hop) ? nearestTo(hop, begun.get(hop.traceId) ?? []) : undefined);
    if (parent && parent !== hop) parents.set(hop, parent);
    if (hop.kind !== 'server' && hop.kind !== 'consumer') continue;
    const earlier = begun.get(hop.traceId);
    if (earlier) earlier.push(hop);
    else begun.set(hop.traceId, [hop]);
  }
  return parents;
}

/** Something in the fleet has caused it for sure, which a request need not be. */
function mayBeAdopted({ kind, attributes }: Hop): boolean {
  return kind === 'producer' || attributes['aurora.unfinished'] === true;
}

/** Of all that began before, so many of the last are looked at: there may be tens of thousands of either. */
const LOOKED_AT = 1_000;

/** What began last before it in its trace: best in the service that published it, and best of all if it was still going on. */
function nearestTo(orphan: Hop, begun: readonly Hop[]): Hop | undefined {
  const publisher = orphan.event && publisherOf(orphan.event.type);
  let best: { readonly hop: Hop; readonly rank: number } | undefined;
  for (let at = begun.length - 1; at >= Math.max(0, begun.length - LOOKED_AT) && best?.rank !== 3; at--) {
    const hop = begun[at] as Hop;
    if (hop.event?.id === orphan.id) continue;
    const goesOn = hop.start + hop.durationMs >= orphan.start;
    const rank = (publisher === hop.service ? 2 : 0) + (goesOn ? 1 : 0);
    if (!best || rank > best.rank) best = { hop, rank };
  }
  return best?.hop;
}

/** Ids come over the wire: a hop that is its own ancestor becomes a root. */
function withoutCycles(ordered: readonly Hop[], parents: Map<Hop, Hop>): Map<Hop, Hop> {
  const sound = new Set<Hop>();
  for (const hop of ordered) {
    const path = new Set<Hop>();
    for (let at: Hop | undefined = hop; at && !sound.has(at); at = parents.get(at)) {
      if (path.has(at)) {
        parents.delete(at);
        break;
      }
      path.add(at);
    }
    for (const each of path) sound.add(each);
  }
  return parents;
}

function nodeOf({ id, kind, name, service, start, durationMs, status, attributes }: Hop): TraceNode {
  const startedAt = new Date(start).toISOString();
  return { id, kind, name, service, startedAt, durationMs, status, attributes, children: [] };
}
