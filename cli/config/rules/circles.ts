export interface Edge {
  readonly to: string;
  /** Of the key in the config that makes it. */
  readonly path: string[];
}

/** Every circle once, where it closes: the edge that does, and the names on the way round, the first again at the end. */
export function* circlesIn(edges: ReadonlyMap<string, readonly Edge[]>): Iterable<{ path: string[]; names: string[] }> {
  const seen = new Set<string>();
  for (const root of edges.keys()) {
    const trail: { name: string; rest: Iterator<Edge> }[] = [];
    const open = new Set<string>();
    const enter = (name: string) => {
      seen.add(name);
      open.add(name);
      trail.push({ name, rest: (edges.get(name) ?? []).values() });
    };
    if (!seen.has(root)) enter(root);
    for (let last = trail.at(-1); last; last = trail.at(-1)) {
      const { value: edge, done } = last.rest.next();
      if (done) {
        open.delete(last.name);
        trail.pop();
      } else if (open.has(edge.to)) {
        const names = trail.map(({ name }) => name);
        yield { path: edge.path, names: [...names.slice(names.indexOf(edge.to)), edge.to] };
      } else if (!seen.has(edge.to)) {
        enter(edge.to);
      }
    }
  }
}
