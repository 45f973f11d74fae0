import { count, ms, percent, rate } from '../../parts/format.ts';
import { Loading } from '../../parts/state.tsx';
import { Status } from '../../parts/status.tsx';
import { Table } from '../../parts/table.tsx';
import { href, route } from '../../route/route.ts';
import { snapshot } from '../../wire/live.ts';
import { Service } from './service.tsx';

export function Services() {
  const { id } = route.value;
  const now = snapshot.value;
  if (id) return <Service key={id} name={id} />;
  if (!now) return <Loading />;
  return (
    <section class="panel" aria-label="Services" data-list>
      <Table
        label="Services"
        head={[
          'Service',
          'Status',
          'Kind',
          'Version',
          '#Instances',
          '#Requests',
          '#Errors',
          '#p50',
          '#p95',
          '#p99',
          'Why',
        ]}
      >
        {now.services.map(({ name, status, kind, instances, now: point, reason }) => (
          <tr key={name}>
            <td>
              <a href={href('services', name)} data-row>
                {name}
              </a>
            </td>
            <td>
              <Status of={status} />
            </td>
            <td>{kind}</td>
            <td>{[...new Set(instances.map(({ version }) => version))].join(', ') || '–'}</td>
            <td class="number">{count(instances.length)}</td>
            <td class="number">{rate(point?.rate)}</td>
            <td class={`number ${point?.errors ? 'bad' : ''}`}>
              {point && point.rate > 0 ? percent(point.errors / point.rate) : '–'}
            </td>
            <td class="number">{ms(point?.p50Ms)}</td>
            <td class="number">{ms(point?.p95Ms)}</td>
            <td class="number">{ms(point?.p99Ms)}</td>
            <td class="long">{reason ?? ''}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
