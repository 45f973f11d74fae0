import { useMemo } from 'preact/hooks';
import type { Trace } from '../../../api.ts';
import { Copy } from '../../parts/copy.tsx';
import { ms } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import { Answer, Empty } from '../../parts/state.tsx';
import { Badge } from '../../parts/status.tsx';
import { href, route } from '../../route/route.ts';
import { useAsked } from '../../wire/use-asked.ts';
import { Line } from '../logs/line.tsx';
import { flatten } from './flatten.ts';
import { SpanDetail } from './span-detail.tsx';
import { Waterfall } from './waterfall.tsx';

/** Events that it caused are handled a little later. */
const AGAIN_MS = 3_000;

export function TraceView({ id }: { id: string }) {
  const asked = useAsked<Trace>(`/api/traces/${encodeURIComponent(id)}`, AGAIN_MS);
  return <Answer of={asked}>{(trace) => <Whole {...{ trace }} />}</Answer>;
}

function Whole({ trace }: { trace: Trace }) {
  const shape = useMemo(() => flatten(trace.roots), [trace]);
  const { bars, total } = shape;
  const chosen = bars.find(({ node }) => node.id === route.value.query.span);
  const lines = trace.lines.filter(({ level }) => level !== 'trace');
  if (bars.length === 0 && lines.length === 0) {
    return <Empty title="Nothing was logged for it.">Logs are rotated: an old request may be gone.</Empty>;
  }
  const services = new Set(bars.map(({ node }) => node.service));
  return (
    <>
      <div class="title">
        <h1>{bars[0]?.node.name ?? 'Trace'}</h1>
        {bars.some(({ node }) => node.status === 'error') && <Badge tone="bad">failed</Badge>}
        <span class="muted">
          {ms(total)} · {bars.length} hops · {services.size} services
        </span>
        <span class="room" />
        <code>{trace.correlationId}</code>
        <Copy text={trace.correlationId} />
        <a class="button" href={href('logs', undefined, { correlationId: trace.correlationId, minutes: 'all' })}>
          Logs
        </a>
        <a class="button" href={href('traces')}>
          All traces
        </a>
      </div>
      <div class={chosen ? 'with-detail' : 'without-detail'}>
        <Waterfall of={shape} />
        {chosen && <SpanDetail bar={chosen} {...{ trace }} />}
      </div>
      <Panel title="Log lines" beside={<span class="count">{lines.length}</span>} kind="lines">
        {lines.map((line, index) => (
          <div class="line" key={index}>
            <Line of={line} withTrace={false} />
          </div>
        ))}
      </Panel>
    </>
  );
}
