import type { DeployView } from '../../api.ts';
import { ago, day } from '../parts/format.ts';
import { ServiceName } from '../parts/service-name.tsx';
import { Answer, Empty } from '../parts/state.tsx';
import { Badge } from '../parts/status.tsx';
import { Table } from '../parts/table.tsx';
import { snapshot } from '../wire/live.ts';
import { useAsked } from '../wire/use-asked.ts';

const AGAIN_MS = 5_000;

export function Deploys() {
  const asked = useAsked<DeployView[]>('/api/deploys', AGAIN_MS);
  const now = Date.parse(snapshot.value?.at ?? new Date().toISOString());
  return (
    <Answer of={asked}>
      {(deploys) =>
        deploys.length === 0 ? (
          <Empty title="Nothing was put in place yet.">Each version of a service that starts is listed here.</Empty>
        ) : (
          <section class="panel">
            <Table label="Deploys" head={['Service', 'Version', 'Build', 'Colour', 'Since', '', 'State']}>
              {deploys.map(({ service, version, build, colour, startedAt, running, standby }) => (
                <tr key={`${service} ${version} ${colour} ${startedAt}`}>
                  <td>
                    <ServiceName of={service} />
                  </td>
                  <td>{version}</td>
                  <td class="mono">{build?.slice(0, 12) ?? '–'}</td>
                  <td>{colour ?? '–'}</td>
                  <td>{day(startedAt)}</td>
                  <td class="muted">{ago(startedAt, now)}</td>
                  <td>
                    <Badge tone={running && !standby ? 'good' : 'idle'}>{stateOf(running, standby)}</Badge>
                  </td>
                </tr>
              ))}
            </Table>
          </section>
        )
      }
    </Answer>
  );
}

function stateOf(running: boolean, standby: boolean): string {
  if (!running) return 'replaced';
  return standby ? 'standby' : 'running';
}
