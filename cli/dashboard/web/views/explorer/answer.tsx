import type { TryResponse } from '../../../api.ts';
import { ms } from '../../parts/format.ts';
import { Code } from '../../parts/json.tsx';
import { Badge, type Tone } from '../../parts/status.tsx';
import { href } from '../../route/route.ts';

export function AnswerView({ of }: { of: TryResponse }) {
  const { status, headers, body, truncated, durationMs, correlationId } = of;
  return (
    <section class="answer" aria-label="Answer">
      <p class="links" role="status">
        <Badge tone={toneOf(status)}>{status}</Badge>
        <span>{ms(durationMs)}</span>
        {correlationId && <a href={href('traces', correlationId)}>Trace</a>}
        {correlationId && <code>{correlationId}</code>}
      </p>
      <details>
        <summary class="muted">{Object.keys(headers).length} headers</summary>
        <dl class="facts">
          {Object.entries(headers).map(([name, value]) => (
            <>
              <dt class="mono">{name}</dt>
              <dd class="mono">{value}</dd>
            </>
          ))}
        </dl>
      </details>
      {body === '' ? <p class="none">It has no body.</p> : <Code text={pretty(body)} />}
      {truncated && <p class="none">It is longer; the rest is not shown.</p>}
    </section>
  );
}

function toneOf(status: number): Tone {
  if (status >= 500) return 'bad';
  return status >= 400 ? 'warn' : 'good';
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body; // not all answers are JSON
  }
}
