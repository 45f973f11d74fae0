import type { ServiceView } from '../../../api.ts';
import { confirmed } from '../../parts/confirm.tsx';
import { ChoiceFilter } from '../../parts/filter.tsx';
import { Empty, Loading } from '../../parts/state.tsx';
import { Badge, Status } from '../../parts/status.tsx';
import { href, route } from '../../route/route.ts';
import { snapshot } from '../../wire/live.ts';
import { session, tell } from '../../wire/session.ts';
import { Charts } from './charts.tsx';
import { Dependencies, Instances, Migrations, Queues } from './parts.tsx';
import { useSeries } from './use-series.ts';

export function Service({ name }: { name: string }) {
  const now = snapshot.value;
  const service = now?.services.find((each) => each.name === name);
  const minutes = Number(route.value.query.minutes ?? 15);
  const series = useSeries(name, minutes);
  if (!now) return <Loading />;
  if (!service) return <Empty title={`There is no service ${name}.`} />;
  return (
    <>
      <Title {...{ service }} />
      {service.reason && <p class={`notice ${service.status === 'down' ? 'bad' : 'warn'}`}>{service.reason}</p>}
      {series ? <Charts {...{ series, minutes }} /> : <Loading />}
      <div class="pair">
        <Instances of={service} />
        <Dependencies of={service} at={now.at} />
        <Queues of={service} />
        <Migrations of={service} />
      </div>
    </>
  );
}

function Title({ service: { name, status, kind, url, instances } }: { service: ServiceView }) {
  const versions = [...new Set(instances.map(({ version }) => version))].join(', ');
  const restart = (): void =>
    confirmed({
      title: `Restart ${name}?`,
      text: 'Its requests under way are answered first; new ones wait or go to another instance.',
      yes: 'Restart',
      act: async () => {
        await tell(`/api/services/${encodeURIComponent(name)}/restart`);
        return `${name} restarts.`;
      },
    });
  return (
    <div class="title">
      <h1>{name}</h1>
      <Status of={status} />
      <Badge>{kind}</Badge>
      {versions && <Badge>{versions}</Badge>}
      <a href={url} target="_blank" rel="noreferrer">
        {url}
      </a>
      <span class="room" />
      <ChoiceFilter
        name="minutes"
        label="Range"
        options={[
          ['15', '15 minutes'],
          ['5', '5 minutes'],
          ['60', '1 hour'],
        ]}
      />
      <a class="button" href={href('logs', undefined, { service: name })}>
        Logs
      </a>
      <a class="button" href={href('traces', undefined, { service: name })}>
        Traces
      </a>
      {session.value?.mayAct && (
        <button type="button" onClick={restart}>
          Restart
        </button>
      )}
    </div>
  );
}
