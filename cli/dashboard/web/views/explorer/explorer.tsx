import { useMemo } from 'preact/hooks';
import { TextFilter } from '../../parts/filter.tsx';
import { Answer, Empty } from '../../parts/state.tsx';
import { href, route } from '../../route/route.ts';
import { useAsked } from '../../wire/use-asked.ts';
import { type OpenApi, type Operation, operationsOf } from './openapi.ts';
import { OperationView } from './operation.tsx';

/** A service that was down meanwhile had its operations missing. */
const AGAIN_MS = 10_000;

export function Explorer() {
  const asked = useAsked<OpenApi>('/api/openapi', AGAIN_MS);
  return <Answer of={asked}>{(api) => <Whole {...{ api }} />}</Answer>;
}

function Whole({ api }: { api: OpenApi }) {
  const all = useMemo(() => operationsOf(api), [api]);
  const { id, query } = route.value;
  const wanted = (query.grep ?? '').toLowerCase();
  const shown = all.filter(({ summary, id: name }) => `${summary} ${name}`.toLowerCase().includes(wanted));
  const chosen = all.find((each) => each.id === id);
  if (all.length === 0) return <Empty title="The gateway has no operations.">Entities bring some.</Empty>;
  return (
    <div class="explorer">
      <section class="panel operations" aria-label="Operations">
        <search>
          <TextFilter name="grep" label="Search" search />
        </search>
        <div data-list>
          {[...Map.groupBy(shown, ({ tag }) => tag)].map(([tag, operations]) => (
            <section key={tag} aria-label={tag}>
              <h2>{tag}</h2>
              {operations.map((operation) => (
                <Entry key={operation.id} of={operation} chosen={operation === chosen} />
              ))}
            </section>
          ))}
        </div>
      </section>
      {chosen ? (
        <OperationView key={chosen.id} of={chosen} {...{ api }} />
      ) : (
        <Empty title={id ? `${id} is not there at the moment.` : 'Choose an operation.'}>
          Arrow keys move in the list, Enter opens.
        </Empty>
      )}
    </div>
  );
}

function Entry({ of: { id, method, path, summary }, chosen }: { of: Operation; chosen: boolean }) {
  return (
    <a
      class="operation"
      href={href('api', id, { grep: route.value.query.grep })}
      aria-current={chosen ? 'true' : undefined}
      data-row
    >
      <span class={`method ${method.toLowerCase()}`}>{method}</span>
      <span>
        {summary}
        <span class="path mono">{path}</span>
      </span>
    </a>
  );
}
