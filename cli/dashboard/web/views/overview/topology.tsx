import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Snapshot } from '../../../api.ts';
import { Edge } from './edge.tsx';
import { layersOf } from './layers.ts';
import { type Layout, layOut } from './layout.ts';
import { Node } from './node.tsx';

/** The fleet as it is: who speaks to whom, how much, and how well. */
export function Topology({ snapshot }: { snapshot: Snapshot }) {
  const { services, infrastructure, edges } = snapshot;
  // Laid out anew only when something comes or goes, so that nothing moves under the reader's eyes.
  const shape = JSON.stringify([
    services.map(({ name, kind }) => [name, kind]),
    infrastructure.map(({ name }) => name),
    edges.map(({ from, to, kind }) => [from, to, kind]),
  ]);
  const layout: Layout = useMemo(() => layOut(layersOf(snapshot), edges), [shape]);
  const near = useSignal<string | null>(null);
  return (
    <div class="topology">
      <svg
        viewBox={`0 0 ${layout.width} ${layout.height}`}
        role="group"
        aria-label="Topology"
        class={near.value ? 'looking' : ''}
      >
        {layout.edges.map(({ link, path, label }) => {
          const edge = edges.find(({ from, to, kind }) => from === link.from && to === link.to && kind === link.kind);
          const touched = near.value === link.from || near.value === link.to;
          const usual = services.some(({ name, kind }) => name === link.to && kind === 'config');
          return (
            edge && <Edge key={`${link.from} ${link.to} ${link.kind}`} {...{ edge, path, label, usual, touched }} />
          );
        })}
        {layout.nodes.map((placed) => (
          <Node
            key={placed.name}
            {...{ placed, snapshot }}
            look={(name) => {
              near.value = name;
            }}
          />
        ))}
      </svg>
    </div>
  );
}
