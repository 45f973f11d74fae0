import type { Box } from './layers.ts';

export const NODE = { width: 168, height: 58 };
const GAP = { x: 92, y: 58 };
/** What an edge takes where it passes between nodes. */
const LANE = 12;
/** What a label takes. */
const LABEL = { width: 84, height: 14 };
const MARGIN = 14;
/** Passes over the layers, there and back; more hardly move anything. */
const SWEEPS = 6;

export interface Link {
  readonly from: string;
  readonly to: string;
  readonly kind: string;
}

export interface Placed {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

export interface Routed {
  readonly link: Link;
  readonly path: string;
  /** Where a word about it has room. */
  readonly label: { readonly x: number; readonly y: number };
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Placed[];
  readonly edges: readonly Routed[];
}

/** A node, or a place in a layer where an edge passes. */
interface Slot {
  readonly layer: number;
  readonly height: number;
  readonly name?: string;
  /** Its middle. */
  y: number;
  readonly before: Slot[];
  readonly after: Slot[];
}

/** Layers side by side, each in an order in which few edges cross (Sugiyama's method: lanes, barycentres, straightening). */
export function layOut(boxes: readonly Box[], links: readonly Link[]): Layout {
  const slots = new Map<string, Slot>(
    boxes.map(({ name, layer }) => [name, { name, layer, height: NODE.height, y: 0, before: [], after: [] }]),
  );
  const deepest = Math.max(...boxes.map(({ layer }) => layer));
  const layers = Array.from({ length: deepest + 1 }, (_, layer) =>
    [...slots.values()].filter((slot) => slot.layer === layer),
  );
  const ways = links.flatMap((link) => {
    const [from, to] = [slots.get(link.from), slots.get(link.to)];
    return from && to && from !== to ? [{ link, way: wayBetween(from, to, layers) }] : [];
  });
  for (const layer of layers) stack(layer);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (const layer of layers) pull(layer, 'before');
    for (const layer of layers.toReversed()) pull(layer, 'after');
  }
  for (const layer of layers) settle(layer);

  const all = layers.flat();
  const top = Math.min(...all.map(({ y, height }) => y - height / 2));
  const bottom = Math.max(...all.map(({ y, height }) => y + height / 2));
  for (const slot of all) slot.y += MARGIN - top;
  const bulging = ways.some(({ way }) => way[0]?.layer === deepest && way.at(-1)?.layer === deepest);
  const ports = portsOf(ways.map(({ way }) => way));
  return {
    width: MARGIN * 2 + layers.length * NODE.width + (layers.length - 1) * GAP.x + (bulging ? GAP.x / 2 : 0),
    height: bottom - top + MARGIN * 2,
    nodes: [...slots.values()].map(({ name = '', layer, y }) => ({ name, x: leftOf(layer), y: y - NODE.height / 2 })),
    edges: apart(ways.map(({ link, way }) => ({ link, ...draw(way, ports.get(way) ?? [], link.from) }))),
  };
}

const leftOf = (layer: number): number => MARGIN + layer * (NODE.width + GAP.x);

/** From the left to the right, with a lane in each layer between; two of one layer have none. */
function wayBetween(from: Slot, to: Slot, layers: Slot[][]): Slot[] {
  const [left, right] = from.layer <= to.layer ? [from, to] : [to, from];
  const way = [left];
  for (let layer = left.layer + 1; layer < right.layer; layer++) {
    const lane: Slot = { layer, height: LANE, y: 0, before: [], after: [] };
    layers[layer]?.push(lane);
    way.push(lane);
  }
  way.push(right);
  if (left.layer === right.layer) return way;
  way.forEach((slot, index) => {
    const next = way[index + 1];
    if (!next) return;
    slot.after.push(next);
    next.before.push(slot);
  });
  return way;
}

function stack(layer: Slot[]): void {
  const height = layer.reduce((sum, slot) => sum + slot.height + GAP.y, -GAP.y);
  let y = -height / 2;
  for (const slot of layer) {
    slot.y = y + slot.height / 2;
    y += slot.height + GAP.y;
  }
}

/** Puts each where its neighbours of one side are in the middle, in that order, and apart. */
function pull(layer: Slot[], side: 'before' | 'after'): void {
  for (const slot of layer) {
    const near = slot[side];
    if (near.length > 0) slot.y = near.reduce((sum, { y }) => sum + y, 0) / near.length;
  }
  layer.sort((a, b) => a.y - b.y);
  settle(layer);
}

/** Moves apart what overlaps, and the layer back to where it was on the whole. */
function settle(layer: Slot[]): void {
  const meant = layer.map(({ y }) => y);
  let floor = Number.NEGATIVE_INFINITY;
  for (const slot of layer) {
    const gap = slot.name ? GAP.y : GAP.y / 3;
    slot.y = Math.max(slot.y, floor + gap + slot.height / 2);
    floor = slot.y + slot.height / 2;
  }
  const moved = layer.reduce((sum, { y }, index) => sum + y - (meant[index] ?? 0), 0) / Math.max(1, layer.length);
  for (const slot of layer) slot.y -= moved;
}

/** Where each way leaves its first and meets its last node: side by side, in the order in which they go on. */
function portsOf(ways: readonly Slot[][]): Map<Slot[], [number, number]> {
  const ports = new Map(ways.map((way): [Slot[], [number, number]] => [way, [0, 0]]));
  const spread = (end: 0 | 1): void => {
    const at = (way: Slot[]): Slot | undefined => (end === 0 ? way[0] : way.at(-1));
    const next = (way: Slot[]): number => (end === 0 ? way[1] : way.at(-2))?.y ?? 0;
    for (const [slot, meeting] of Map.groupBy(ways, at)) {
      if (!slot) continue;
      meeting.sort((a, b) => next(a) - next(b));
      const step = Math.min(12, (NODE.height - 16) / meeting.length);
      meeting.forEach((way, index) => {
        const pair = ports.get(way);
        if (pair) pair[end] = slot.y + (index - (meeting.length - 1) / 2) * step;
      });
    }
  };
  spread(0);
  spread(1);
  return ports;
}

/** A smooth line through the lanes, drawn in the direction of the traffic. */
function draw(way: readonly Slot[], [out = 0, into = 0]: readonly number[], from: string) {
  const last = way.length - 1;
  const [first, end] = [way[0] as Slot, way[last] as Slot];
  if (first.layer === end.layer) return bulge(first, out, into, from);
  const points = way.flatMap((slot, index) => {
    const x = leftOf(slot.layer);
    const y = index === 0 ? out : index === last ? into : slot.y;
    if (index === 0) return [{ x: x + NODE.width, y }];
    if (index === last) return [{ x, y }];
    return [
      { x, y },
      { x: x + NODE.width, y },
    ];
  });
  const forth = first.name === from;
  const ordered = forth ? points : points.toReversed();
  let path = '';
  ordered.forEach(({ x, y }, index) => {
    const before = ordered[index - 1];
    if (!before) path = `M${x} ${round(y)}`;
    else if (before.y === y) path += `H${x}`;
    else path += `C${(before.x + x) / 2} ${round(before.y)} ${(before.x + x) / 2} ${round(y)} ${x} ${round(y)}`;
  });
  // Beside the end at which fewer meet, where they are furthest apart.
  const [a, b] = first.after.length > end.before.length ? points.slice(-2) : points.slice(0, 2);
  return { path, label: { x: ((a?.x ?? 0) + (b?.x ?? 0)) / 2, y: ((a?.y ?? 0) + (b?.y ?? 0)) / 2 } };
}

function bulge(a: Slot, out: number, into: number, from: string) {
  const x = leftOf(a.layer) + NODE.width;
  const [start, end] = a.name === from ? [out, into] : [into, out];
  const far = x + GAP.x * 0.6;
  return {
    path: `M${x} ${round(start)}C${far} ${round(start)} ${far} ${round(end)} ${x} ${round(end)}`,
    label: { x: x + GAP.x * 0.45, y: (start + end) / 2 },
  };
}

/** Moves labels down that would lie on one another. */
function apart(edges: readonly Routed[]): Routed[] {
  const placed: Routed['label'][] = [];
  return edges
    .toSorted((a, b) => a.label.y - b.label.y)
    .map((edge) => {
      const label = { ...edge.label };
      for (const { x, y } of placed) {
        if (Math.abs(x - label.x) < LABEL.width && label.y - y < LABEL.height) label.y = y + LABEL.height;
      }
      placed.push(label);
      return { ...edge, label };
    });
}

const round = (value: number): number => Math.round(value * 10) / 10;
