import type { LogRecord } from '../../../../observe/log-record.ts';
import { Copy } from '../../parts/copy.tsx';
import { Json } from '../../parts/json.tsx';
import { href } from '../../route/route.ts';

/** All that a line says. */
export function Detail({ of, close }: { of: LogRecord; close: () => void }) {
  return (
    <aside class="panel detail" aria-label="Line">
      <header>
        <h2>{of.service}</h2>
        <span class="room" />
        <Copy text={JSON.stringify(of)} />
        <button type="button" class="quiet" data-close onClick={close}>
          Close
        </button>
      </header>
      <p class="text mono">{of.msg}</p>
      <p class="links">
        {of.correlationId && (
          <>
            <a href={href('traces', of.correlationId)}>Trace</a>
            <a href={href('logs', undefined, { correlationId: of.correlationId, minutes: 'all' })}>All lines of it</a>
          </>
        )}
        <a href={href('services', of.service)}>Service</a>
      </p>
      <Json of={of} />
    </aside>
  );
}
