import { useSignal } from '@preact/signals';
import type { LogRecord } from '../../../../observe/log-record.ts';
import { Command } from '../../parts/copy.tsx';
import { ChoiceFilter, ServiceFilter, TextFilter } from '../../parts/filter.tsx';
import { count } from '../../parts/format.ts';
import { Empty, Loading } from '../../parts/state.tsx';
import { VirtualList } from '../../parts/virtual-list.tsx';
import { route } from '../../route/route.ts';
import { Detail } from './detail.tsx';
import { Line } from './line.tsx';
import { type Log, useLog } from './use-log.ts';

export function Logs() {
  const { service, level, correlationId, grep, minutes = '15' } = route.value.query;
  const log = useLog({ service, level, correlationId, grep }, Number(minutes));
  const key = JSON.stringify([service, level, correlationId, grep, minutes]);
  return (
    <div class="logs">
      <search class="filters">
        <TextFilter name="grep" label="Search" search />
        <ServiceFilter />
        <ChoiceFilter
          name="level"
          label="Level from"
          options={[
            ['', 'debug'],
            ['info', 'info'],
            ['warn', 'warn'],
            ['error', 'error'],
            ['trace', 'trace, with spans'],
          ]}
        />
        <TextFilter name="correlationId" label="Correlation id" />
        <ChoiceFilter
          name="minutes"
          label="Since"
          options={[
            ['15', '15 minutes'],
            ['1', '1 minute'],
            ['60', '1 hour'],
            ['1440', '1 day'],
            ['all', 'ever'],
          ]}
        />
      </search>
      <Lines key={key} {...{ log }} />
    </div>
  );
}

function Lines({ log: { lines, dropped, missed, loaded, refused } }: { log: Log }) {
  const following = useSignal(true);
  const seen = useSignal(0);
  // The line itself: its place changes as older ones make room.
  const selected = useSignal<LogRecord | null>(null);
  if (refused) {
    return (
      <div class="notice bad" role="alert">
        <span>{refused.message}</span>
        {refused.next && <Command text={refused.next} />}
      </div>
    );
  }
  if (!loaded) return <Loading />;
  if (lines.length === 0) {
    return (
      <Empty title="No lines.">Services log each request; change the filters, or wait: new lines appear here.</Empty>
    );
  }
  const heard = dropped + lines.length;
  const place = selected.value ? lines.indexOf(selected.value) : -1;
  return (
    <>
      <div class="tail" role="status">
        <span class="muted">{count(lines.length)} lines</span>
        {missed > 0 && <span class="bad">{count(missed)} more came too fast to be shown</span>}
        {following.value ? (
          <span class="muted">following</span>
        ) : (
          <button
            type="button"
            class="primary"
            onClick={() => {
              following.value = true;
            }}
          >
            {heard > seen.value ? `${count(heard - seen.value)} new lines` : 'Paused'}: go to the end
          </button>
        )}
      </div>
      <div class={selected.value ? 'with-detail' : 'without-detail'}>
        <VirtualList
          label="Log"
          count={lines.length}
          {...{ dropped }}
          row={(index) => {
            const line = lines[index];
            return line && <Line of={line} />;
          }}
          selected={place < 0 ? null : place}
          select={(index) => {
            following.value = false;
            seen.value = heard;
            selected.value = lines[index] ?? null;
          }}
          following={following.value}
          atEnd={(at) => {
            if (at === following.peek()) return;
            following.value = at && !selected.peek();
            seen.value = heard;
          }}
        />
        {selected.value && (
          <Detail
            of={selected.value}
            close={() => {
              selected.value = null;
            }}
          />
        )}
      </div>
    </>
  );
}
