import type { ServiceView } from '../../../api.ts';
import { ms, percent, rate } from '../../parts/format.ts';
import { Sparkline } from '../../parts/sparkline.tsx';
import { Status } from '../../parts/status.tsx';
import { href } from '../../route/route.ts';
import { history } from '../../wire/history.ts';

export function Cards({ services }: { services: readonly ServiceView[] }) {
  return (
    <section class="cards" aria-label="Services" data-list>
      {services.map((service) => (
        <Card key={service.name} {...{ service }} />
      ))}
    </section>
  );
}

function Card({ service }: { service: ServiceView }) {
  const { name, status, now, reason, instances } = service;
  return (
    <a class="panel card" href={href('services', name)} data-row>
      <header>
        <h3>{name}</h3>
        <Status of={status} />
      </header>
      <Sparkline moments={history.value.get(name) ?? []} label={`Requests of ${name} over the last two minutes`} />
      <dl>
        <Figure name="rate" value={rate(now?.rate)} />
        <Figure name="errors" value={now && now.rate > 0 ? percent(now.errors / now.rate) : '–'} bad={!!now?.errors} />
        <Figure name="p95" value={ms(now?.p95Ms)} />
        <Figure name="instances" value={String(instances.length)} />
      </dl>
      {reason && <p class="reason">{reason}</p>}
    </a>
  );
}

function Figure({ name, value, bad = false }: { name: string; value: string; bad?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd class={bad ? 'bad' : ''}>{value}</dd>
    </div>
  );
}
