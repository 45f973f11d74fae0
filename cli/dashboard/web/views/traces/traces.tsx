import type { TraceSummary } from '../../../api.ts';
import { ChoiceFilter, ServiceFilter, TextFilter } from '../../parts/filter.tsx';
import { clock, count, ms } from '../../parts/format.ts';
import { ServiceName } from '../../parts/service-name.tsx';
import { Answer, Empty } from '../../parts/state.tsx';
import { Badge } from '../../parts/status.tsx';
import { Table } from '../../parts/table.tsx';
import { href, route } from '../../route/route.ts';
import { pathOf } from '../../wire/ask.ts';
import { useAsked } from '../../wire/use-asked.ts';
import { TraceView } from './trace.tsx';

const AGAIN_MS = 2_000;
const MOST = 200;

export function Traces() {
  const { id } = route.value;
  return id ? <TraceView key={id} id={id} /> : <List />;
}

function List() {
  const { service, failed, minMs, grep } = route.value.query;
  const asked = useAsked<TraceSummary[]>(
    pathOf('/api/traces', { service, failed, minMs, grep, limit: MOST }),
    AGAIN_MS,
  );
  return (
    <>
      <search class="filters">
        <TextFilter name="grep" label="Search" search />
        <ServiceFilter />
        <ChoiceFilter
          name="failed"
          label="Outcome"
          options={[
            ['', 'any'],
            ['true', 'failed'],
          ]}
        />
        <ChoiceFilter
          name="minMs"
          label="Took"
          options={[
            ['', 'any time'],
            ['50', '50 ms and more'],
            ['200', '200 ms and more'],
            ['1000', '1 s and more'],
          ]}
        />
      </search>
      <Answer of={asked}>
        {(traces) =>
          traces.length === 0 ? (
            <Empty title="No traces.">Each request leaves one: send one to the gateway, or change the filters.</Empty>
          ) : (
            <section class="panel" aria-label="Traces" data-list>
              <Rows {...{ traces }} />
            </section>
          )
        }
      </Answer>
    </>
  );
}

function Rows({ traces }: { traces: readonly TraceSummary[] }) {
  const longest = Math.max(1, ...traces.map(({ durationMs }) => durationMs));
  return (
    <Table label="Traces" head={['Began', 'What', 'Outcome', 'Services', '#Spans', '#Took', '']}>
      {traces.map(({ correlationId, title, startedAt, durationMs, services, spans, failed }) => (
        <tr key={correlationId}>
          <td class="mono">{clock(startedAt)}</td>
          <td>
            <a href={href('traces', correlationId)} data-row>
              {title}
            </a>
          </td>
          <td>{failed ? <Badge tone="bad">failed</Badge> : <span class="muted">ok</span>}</td>
          <td>
            <span class="chips">
              {services.toSorted().map((name) => (
                <ServiceName key={name} of={name} />
              ))}
            </span>
          </td>
          <td class="number">{count(spans)}</td>
          <td class="number">{ms(durationMs)}</td>
          <td class="took">
            <span class="bar" style={{ width: `${Math.max(1, (durationMs / longest) * 100)}%` }} />
          </td>
        </tr>
      ))}
    </Table>
  );
}
