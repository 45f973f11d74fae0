import { useSignal } from '@preact/signals';
import { ms } from '../../parts/format.ts';
import { hueOf } from '../../parts/hue.ts';
import { Badge } from '../../parts/status.tsx';
import { route, setQuery } from '../../route/route.ts';
import type { Bar, Waterfall as Shape } from './flatten.ts';
import { Ruler } from './ruler.tsx';

export interface Range {
  /** Milliseconds after the first hop began. */
  readonly from: number;
  readonly to: number;
}

export function Waterfall({ of: { bars, total } }: { of: Shape }) {
  const range = useSignal<Range | null>(null);
  const shown = range.value ?? { from: 0, to: total };
  const zoom = (to: Range | null): void => {
    range.value = to;
  };
  return (
    <section class="panel waterfall" aria-label="Waterfall">
      <Ruler {...{ shown, total, zoom }} />
      <ol data-list>
        {bars.map((bar) => (
          <Row key={bar.node.id} {...{ bar, shown }} />
        ))}
      </ol>
    </section>
  );
}

const HOPS: Readonly<Partial<Record<string, string>>> = { producer: 'publishes', consumer: 'event', database: 'sql' };

function Row({ bar: { node, depth, start, end }, shown }: { bar: Bar; shown: Range }) {
  const { id, kind, name, service, status, durationMs } = node;
  const width = shown.to - shown.from;
  const left = Math.max(0, ((start - shown.from) / width) * 100);
  const right = Math.min(100, ((end - shown.from) / width) * 100);
  const inSight = right > 0 && left < 100;
  const hop = HOPS[kind];
  const chosen = route.value.query.span === id;
  return (
    <li>
      <button
        type="button"
        class={`span ${kind} ${status}`}
        style={hueOf(service)}
        aria-pressed={chosen}
        aria-label={`${name}, ${service}, ${kind}, ${ms(durationMs)}${status === 'error' ? ', failed' : ''}`}
        data-row
        onClick={() => setQuery({ span: chosen ? undefined : id })}
      >
        <span class="what" style={{ paddingLeft: `${Math.min(depth, 14) * 14}px` }}>
          <span class="service-name">{service}</span>
          <span class="name">{name}</span>
          {hop && <Badge>{hop}</Badge>}
          {status === 'error' && <Badge tone="bad">failed</Badge>}
        </span>
        <span class="track">
          {inSight && <span class="bar" style={{ left: `${left}%`, width: `${Math.max(0, right - left)}%` }} />}
          {inSight && (
            <span class="took" style={right > 82 ? { right: `${100 - left}%` } : { left: `${right}%` }}>
              {ms(durationMs)}
            </span>
          )}
        </span>
      </button>
    </li>
  );
}
