import type { LogRecord } from '../../../../observe/log-record.ts';
import { clock } from '../../parts/format.ts';
import { ServiceName } from '../../parts/service-name.tsx';
import { href } from '../../route/route.ts';

/** What stands in columns of its own, or in every line. */
const KNOWN = new Set(
  'time level service msg version colour build correlationId traceId spanId parentSpanId causationId pid hostname'.split(
    ' ',
  ),
);

interface Props {
  readonly of: LogRecord;
  readonly withService?: boolean;
  readonly withTrace?: boolean;
}

export function Line({ of, withService = true, withTrace = withService }: Props) {
  return (
    <>
      <time class="mono">{of.time ? clock(of.time) : ''}</time>
      <span class={`level ${of.level}`}>{of.level}</span>
      {withService && <ServiceName of={of.service} />}
      <span class="message mono">
        {of.msg}
        <span class="members">{members(of)}</span>
      </span>
      {/* No link: a row of a list box is one thing to press. Its detail has one for the keyboard. */}
      {typeof of.correlationId === 'string' && withTrace && (
        <span class="link mono" data-href={href('traces', of.correlationId)} title={`Trace of ${of.correlationId}`}>
          {of.correlationId.slice(0, 8)}
        </span>
      )}
    </>
  );
}

function members(record: LogRecord): string {
  return Object.entries(record)
    .filter(([name, value]) => !KNOWN.has(name) && value !== null && value !== undefined)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('');
}
