import type { Problem, Snapshot } from '../../../api.ts';
import { Command } from '../../parts/copy.tsx';
import { ago } from '../../parts/format.ts';
import { Dot } from '../../parts/status.tsx';
import { href } from '../../route/route.ts';

/** What is wrong now, and what to do about it. */
export function Problems({ snapshot }: { snapshot: Snapshot }) {
  const { problems, at } = snapshot;
  return (
    <section class="panel problems" aria-label="Problems">
      <header>
        <h2>Problems</h2>
        <span class="count">{problems.length}</span>
      </header>
      {problems.length === 0 ? (
        <p class="fine">
          <Dot tone="good" /> Nothing is wrong.
        </p>
      ) : (
        <ul data-list>
          {problems.map((problem) => (
            <li key={keyOf(problem)} class={problem.severity} data-row tabIndex={-1}>
              <Dot tone={problem.severity === 'critical' ? 'bad' : 'warn'} />
              <div>
                <p class="about">
                  <a href={placeOf(problem, snapshot)}>{problem.about}</a>
                  <span class="muted">{problem.severity}</span>
                  {problem.since && <time dateTime={problem.since}>{ago(problem.since, Date.parse(at))}</time>}
                </p>
                <p>{problem.text}</p>
                {problem.next && <Command text={problem.next} />}
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Numbers in its text change while it is the same. */
const keyOf = ({ about, text, since }: Problem): string => [about, text.replaceAll(/\d+/g, ''), since].join('\n');

function placeOf({ about }: Problem, { services }: Snapshot): string {
  if (services.some(({ name }) => name === about)) return href('services', about);
  const consumed = services.some(({ consumers }) => consumers.some(({ consumer }) => consumer === about));
  return consumed ? href('events', undefined, { consumer: about }) : href('overview');
}
