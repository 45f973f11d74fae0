import type { EventsView } from '../../../api.ts';
import { count, span } from '../../parts/format.ts';
import { Panel } from '../../parts/panel.tsx';
import { ServiceName } from '../../parts/service-name.tsx';
import { Answer } from '../../parts/state.tsx';
import { Table } from '../../parts/table.tsx';
import { href, route } from '../../route/route.ts';
import { useAsked } from '../../wire/use-asked.ts';
import { Parked } from './parked.tsx';

const AGAIN_MS = 1_500;

export function Events() {
  const asked = useAsked<EventsView>('/api/events', AGAIN_MS);
  return <Answer of={asked}>{(view) => <Whole {...{ view, again: asked.again }} />}</Answer>;
}

function Whole({ view, again }: { view: EventsView; again: () => Promise<void> }) {
  const { broker, services, consumers, unrouted } = view;
  const asked = route.value.query.consumer;
  const drifts = consumers?.some(({ drift }) => drift !== null) ?? false;
  const chosen = consumers?.find(({ consumer }) => consumer === asked) ?? consumers?.find(({ parked }) => parked > 0);
  return (
    <>
      {broker.away && <p class="notice bad">The broker does not answer: {broker.away}</p>}
      <div class="pair">
        <Panel title="Consumers" beside={broker.where && <span class="muted">{broker.where}</span>}>
          {consumers && consumers.length > 0 ? (
            <Table
              label="Consumers"
              head={['Consumer', '#Waiting', '#Retrying', '#Parked', '#Processes', ...(drifts ? ['Drift'] : [])]}
            >
              {consumers.map(({ consumer, waiting, retrying, parked, processes, drift }) => (
                <tr key={consumer} aria-selected={consumer === chosen?.consumer}>
                  <td>
                    <a href={href('events', undefined, { consumer })}>{consumer}</a>
                  </td>
                  <td class="number">{count(waiting)}</td>
                  <td class="number">{count(retrying)}</td>
                  <td class={`number ${parked > 0 ? 'bad' : ''}`}>{count(parked)}</td>
                  <td class="number">{count(processes)}</td>
                  {drifts && <td class="long">{drift}</td>}
                </tr>
              ))}
            </Table>
          ) : (
            <p class="none">
              {consumers
                ? 'No service handles events of another one.'
                : 'Only the broker knows, and it does not answer.'}
            </p>
          )}
        </Panel>
        <Panel title="Outboxes and inboxes">
          <Table label="Outboxes and inboxes" head={['Service', '#To be sent', '#Oldest', '#Given up', '#Remembered']}>
            {services.map(({ service, outbox, inbox, reason }) => (
              <tr key={service}>
                <td>
                  <ServiceName of={service} />
                </td>
                {outbox ? (
                  <>
                    <td class="number">{count(outbox.pending)}</td>
                    <td class="number">{outbox.pending > 0 ? span(outbox.oldestSeconds) : '–'}</td>
                    <td class={`number ${outbox.dead > 0 ? 'bad' : ''}`}>{count(outbox.dead)}</td>
                    <td class="number">{count(inbox)}</td>
                  </>
                ) : (
                  <td class="long" colSpan={4}>
                    {reason ?? 'It does not tell.'}
                  </td>
                )}
              </tr>
            ))}
          </Table>
        </Panel>
      </div>
      {chosen && <Parked key={chosen.consumer} of={chosen} {...{ again }} />}
      {unrouted && unrouted.length > 0 && (
        <Panel title="Events that nobody hears" beside={<span class="count">{count(unrouted.length)}</span>}>
          <Table label="Events that nobody hears" head={['Type', '#Kept']}>
            {unrouted.map(({ type, events }) => (
              <tr key={type}>
                <td class="mono">{type}</td>
                <td class="number">{count(events)}</td>
              </tr>
            ))}
          </Table>
        </Panel>
      )}
    </>
  );
}
