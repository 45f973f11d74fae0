import type { MigrationsView } from '../../api.ts';
import { day, ms } from '../parts/format.ts';
import { Panel } from '../parts/panel.tsx';
import { Answer, Empty } from '../parts/state.tsx';
import { Badge, type Tone } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { useAsked } from '../wire/use-asked.ts';

export function Migrations() {
  const asked = useAsked<MigrationsView[]>('/api/migrations');
  return (
    <Answer of={asked}>
      {(services) =>
        services.length === 0 ? (
          <Empty title="No service has a database.">Services with entities do.</Empty>
        ) : (
          services.map((each) => <OfService key={each.service} of={each} />)
        )
      }
    </Answer>
  );
}

const TONES: Readonly<Partial<Record<string, Tone>>> = { applied: 'good', pending: 'warn' };

function OfService({ of: { service, away, migrations } }: { of: MigrationsView }) {
  const open = migrations.filter(({ state }) => state !== 'applied').length;
  const beside = open > 0 ? <Badge tone="warn">{open} not applied</Badge> : <Badge tone="good">up to date</Badge>;
  return (
    <Panel title={service} beside={away ? undefined : beside}>
      {away ? (
        <p class="none">{away}</p>
      ) : (
        <Table label={`Migrations of ${service}`} head={['Migration', 'State', 'Phase', 'Applied', '#Took']}>
          {migrations.map(({ name, state, phase, appliedAt, durationMs }) => (
            <tr key={name}>
              <td class="mono">{name}</td>
              <td>
                <Badge tone={TONES[state] ?? 'bad'}>{state}</Badge>
              </td>
              <td>{phase ?? '–'}</td>
              <td>{appliedAt ? day(appliedAt) : '–'}</td>
              <td class="number">{ms(durationMs)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  );
}
