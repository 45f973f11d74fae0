import type { MigrationsView, ServiceView } from '../../../api.ts';
import { ago, count, ms, span } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import { Dot } from '../../parts/status.tsx';
import { Table } from '../../parts/table.tsx';
import { href } from '../../route/route.ts';
import { useAsked } from '../../wire/use-asked.ts';

export function Instances({ of: { instances } }: { of: ServiceView }) {
  return (
    <Panel title="Instances">
      <Table label="Instances" head={['Instance', 'Version', 'Colour', 'Process', '#Restarts']}>
        {instances.map(({ id, version, colour, pid, container, restarts, build }) => (
          <tr key={id}>
            <td>{id}</td>
            <td>
              {version}
              {build && <span class="muted mono"> {build.slice(0, 10)}</span>}
            </td>
            <td>{colour ?? '–'}</td>
            <td class="mono">{pid ?? container ?? '–'}</td>
            <td class={`number ${restarts > 0 ? 'bad' : ''}`}>{restarts}</td>
          </tr>
        ))}
      </Table>
    </Panel>
  );
}

export function Dependencies({ of: { dependencies, status }, at }: { of: ServiceView; at: string }) {
  const now = Date.parse(at);
  return (
    <Panel title="Dependencies">
      {dependencies.length === 0 ? (
        <p class="none">{status === 'down' ? 'It cannot be asked while it is down.' : 'It depends on nothing.'}</p>
      ) : (
        <Table label="Dependencies" head={['Dependency', 'Status', '#Latency', 'Since', 'Last error']}>
          {dependencies.map((each) => (
            <tr key={each.name}>
              <td>
                {each.name} {!each.critical && <span class="muted">optional</span>}
              </td>
              <td>
                <span class={`status ${each.status === 'up' ? 'good' : 'bad'}`}>
                  <Dot tone={each.status === 'up' ? 'good' : 'bad'} />
                  {each.status}
                </span>
              </td>
              <td class="number">{each.status === 'up' ? ms(each.latencyMs) : '–'}</td>
              <td>{ago(each.since, now)}</td>
              <td class="long">{each.lastError ?? '–'}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

export function Queues({ of: { outbox, consumers } }: { of: ServiceView }) {
  if (!outbox && consumers.length === 0) return null;
  return (
    <Panel title="Outbox and consumers">
      {outbox && (
        <p class="none">
          Outbox: {count(outbox.pending)} waiting
          {outbox.pending > 0 && `, the oldest for ${span(outbox.oldestSeconds)}`}
          {outbox.dead > 0 && <span class="bad">, {count(outbox.dead)} given up</span>}
        </p>
      )}
      {consumers.length > 0 && (
        <Table label="Consumers" head={['Consumer', '#Waiting', '#Parked']}>
          {consumers.map(({ consumer, waiting, parked }) => (
            <tr key={consumer}>
              <td>
                <a href={href('events', undefined, { consumer })}>{consumer}</a>
              </td>
              <td class="number">{count(waiting)}</td>
              <td class={`number ${parked > 0 ? 'bad' : ''}`}>{count(parked)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}

export function Migrations({ of: { name, migrationMissing, outbox } }: { of: ServiceView }) {
  const asked = useAsked<MigrationsView[]>(outbox || migrationMissing ? '/api/migrations' : null);
  const found = asked.value?.find(({ service }) => service === name);
  if (!found) return null;
  const last = found.migrations.findLast(({ appliedAt }) => appliedAt);
  return (
    <Panel title="Migrations" beside={<a href={href('migrations')}>all</a>}>
      <p class="none">
        {found.away ?? `${count(found.migrations.filter(({ appliedAt }) => appliedAt).length)} applied`}
        {last && `, the newest is ${last.name}`}
        {migrationMissing && <span class="bad">; the newest of the code is missing in the database</span>}
      </p>
    </Panel>
  );
}
