import type { Trace } from '../../../api.ts';
import { clock, ms } from '../../parts/format.ts';
import { Json } from '../../parts/json.tsx';
import { ServiceName } from '../../parts/service-name.tsx';
import { setQuery } from '../../route/route.ts';
import { Line } from '../logs/line.tsx';
import type { Bar } from './flatten.ts';

export function SpanDetail({ bar: { node }, trace }: { bar: Bar; trace: Trace }) {
  const lines = trace.lines.filter(({ spanId, level }) => spanId === node.id && level !== 'trace');
  return (
    <aside class="panel detail" aria-label="Span">
      <header>
        <h2>{node.name}</h2>
        <span class="room" />
        <button type="button" class="quiet" data-close onClick={() => setQuery({ span: undefined })}>
          Close
        </button>
      </header>
      <dl class="facts">
        <dt>Service</dt>
        <dd>
          <ServiceName of={node.service} />
        </dd>
        <dt>Kind</dt>
        <dd>{node.kind}</dd>
        <dt>Status</dt>
        <dd class={node.status === 'error' ? 'bad' : ''}>{node.status}</dd>
        <dt>Began</dt>
        <dd>{clock(node.startedAt)}</dd>
        <dt>Took</dt>
        <dd>{ms(node.durationMs)}</dd>
        <dt>Id</dt>
        <dd class="mono">{node.id}</dd>
      </dl>
      <h3>Attributes</h3>
      <Json of={node.attributes} />
      <h3>Log lines</h3>
      {lines.length === 0 ? (
        <p class="none">It has logged nothing.</p>
      ) : (
        lines.map((line, index) => (
          <div class="line" key={index}>
            <Line of={line} withService={false} />
          </div>
        ))
      )}
    </aside>
  );
}
