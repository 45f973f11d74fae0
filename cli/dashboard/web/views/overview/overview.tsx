import { Empty, Loading } from '../../parts/state.tsx';
import { snapshot } from '../../wire/live.ts';
import { Cards } from './cards.tsx';
import { Problems } from './problems.tsx';
import { Topology } from './topology.tsx';

export function Overview() {
  const now = snapshot.value;
  if (!now) return <Loading />;
  if (now.services.length === 0) {
    return <Empty title="There are no services yet.">aurora add service NAME puts one into aurora.config.yaml.</Empty>;
  }
  return (
    <div class="overview">
      <section class="panel picture" aria-label="Picture of the fleet">
        <Topology snapshot={now} />
      </section>
      <Problems snapshot={now} />
      <Cards services={now.services} />
    </div>
  );
}
