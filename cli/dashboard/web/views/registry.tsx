import type { RegistryView } from '../../api.ts';
import { span } from '../parts/format.ts';
import { ServiceName } from '../parts/service-name.tsx';
import { Answer, Empty } from '../parts/state.tsx';
import { Table } from '../parts/table.tsx';
import { snapshot } from '../wire/live.ts';
import { useAsked } from '../wire/use-asked.ts';

const AGAIN_MS = 2_000;

export function Registry() {
  const asked = useAsked<RegistryView>('/api/registry', AGAIN_MS);
  return (
    <Answer of={asked}>
      {({ away, services }) => (
        <>
          {away && <p class="notice warn">The registry cannot be asked: {away}</p>}
          {services.length > 0 ? <Rows {...{ services }} /> : !away && <Nobody />}
        </>
      )}
    </Answer>
  );
}

const Nobody = () => (
  <Empty title="Nobody is registered.">
    Services write themselves in when they start, and go on as long as they live.
  </Empty>
);

function Rows({ services }: Pick<RegistryView, 'services'>) {
  const now = Date.parse(snapshot.value?.at ?? new Date().toISOString());
  const rows = services.flatMap(({ name, instances }) => instances.map((instance) => ({ name, instance })));
  return (
    <section class="panel">
      <Table label="Registry" head={['Service', 'Instance', 'URL', 'Version', '#Lease ends in']}>
        {rows.map(({ name, instance: { id, url, version, expiresAt } }) => (
          <tr key={`${name} ${id}`}>
            <td>
              <ServiceName of={name} />
            </td>
            <td class="mono">{id}</td>
            <td class="mono">{url}</td>
            <td>{version}</td>
            <td class="number">{span((Date.parse(expiresAt) - now) / 1_000)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
