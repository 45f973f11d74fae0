import type { EventsView, ParkedView } from '../../../api.ts';
import { confirmed } from '../../parts/confirm.tsx';
import { ago, count, day } from '../../parts/format.ts';
import { Json } from '../../parts/json.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Answer } from '../../parts/state.tsx';
import { href } from '../../route/route.ts';
import { pathOf } from '../../wire/ask.ts';
import { snapshot } from '../../wire/live.ts';
import { session, tell } from '../../wire/session.ts';
import { useAsked } from '../../wire/use-asked.ts';

const AGAIN_MS = 2_000;
const MOST = 100;

interface Props {
  readonly of: NonNullable<EventsView['consumers']>[number];
  /** Asks anew how much waits where. */
  readonly again: () => Promise<void>;
}

/** What a consumer could not handle, and the way to give it back. */
export function Parked({ of: { consumer, parked }, again }: Props) {
  // Nothing is asked where nothing is.
  const asked = useAsked<ParkedView[]>(
    parked > 0 ? pathOf('/api/events/parked', { consumer, limit: MOST }) : null,
    AGAIN_MS,
  );
  const mayAct = session.value?.mayAct ?? false;
  const replay = (ids: readonly string[] | undefined, what: string): void =>
    confirmed({
      title: `Replay ${what}?`,
      text: `${consumer} handles it again, as if it had just come. What fails again is parked again.`,
      yes: 'Replay',
      act: async () => {
        const { replayed } = await tell<{ replayed: number }>('/api/events/replay', { consumer, ...(ids && { ids }) });
        await Promise.all([again(), asked.again()]);
        return `${count(replayed)} ${replayed === 1 ? 'message was' : 'messages were'} given back to ${consumer}.`;
      },
    });
  return (
    <Panel
      title={`Parked by ${consumer}`}
      beside={
        <>
          <span class="count">{count(parked)}</span>
          <span class="room" />
          {mayAct && parked > 0 && (
            <button type="button" onClick={() => replay(undefined, `all of ${consumer}`)}>
              Replay all
            </button>
          )}
        </>
      }
      kind="parked"
    >
      {parked === 0 ? (
        <p class="none">Nothing is parked: all that it heard, it has handled.</p>
      ) : (
        <Answer of={asked}>
          {(letters) => (
            <ul data-list>
              {letters.map((letter) => (
                <Letter
                  key={letter.id}
                  of={letter}
                  replay={mayAct ? () => replay([letter.id], 'this message') : undefined}
                />
              ))}
            </ul>
          )}
        </Answer>
      )}
    </Panel>
  );
}

function Letter({ of: letter, replay }: { of: ParkedView; replay: (() => void) | undefined }) {
  const correlationId = correlationOf(letter.event);
  const now = Date.parse(snapshot.value?.at ?? letter.parkedAt);
  return (
    <li>
      <details>
        <summary data-row>
          <span class="mono">{letter.type}</span>
          <span class="bad reason">{letter.reason}</span>
          <span class="muted">{letter.attempts === 1 ? '1 attempt' : `${letter.attempts} attempts`}</span>
          <time dateTime={letter.parkedAt} title={day(letter.parkedAt)}>
            {ago(letter.parkedAt, now)}
          </time>
        </summary>
        <div class="letter">
          <p class="links">
            <span class="mono">{letter.id}</span>
            {correlationId && <a href={href('traces', correlationId)}>Trace</a>}
            {replay && (
              <button type="button" onClick={replay}>
                Replay
              </button>
            )}
          </p>
          <Json of={letter.event} />
        </div>
      </details>
    </li>
  );
}

/** An extension of CloudEvents: their names have small letters alone. */
function correlationOf(event: unknown): string | undefined {
  const id = typeof event === 'object' && event !== null && 'correlationid' in event ? event.correlationid : undefined;
  return typeof id === 'string' ? id : undefined;
}
