import { useSignal } from '@preact/signals';
import { ms } from '../../parts/format.ts';
import type { Range } from './waterfall.tsx';

interface Props {
  readonly shown: Range;
  readonly total: number;
  readonly zoom: (to: Range | null) => void;
}

const MARKS = [0, 0.25, 0.5, 0.75, 1];
/** Milliseconds; closer there is nothing to see. */
const LEAST = 0.05;

/** The time above the bars: drawing over it zooms in. */
export function Ruler({ shown, total, zoom }: Props) {
  const drawn = useSignal<{ start: number; end: number } | null>(null);
  const { from, to } = shown;
  const shareOf = ({ currentTarget, clientX }: PointerEvent): number => {
    const { left, width } = (currentTarget as HTMLElement).getBoundingClientRect();
    return Math.min(1, Math.max(0, (clientX - left) / width));
  };
  const zoomBy = (factor: number): void => {
    const [middle, half] = [(from + to) / 2, ((to - from) / 2) * factor];
    const next = { from: Math.max(0, middle - half), to: Math.min(total, middle + half) };
    if (next.to - next.from >= LEAST) zoom(next.from <= 0 && next.to >= total ? null : next);
  };
  const down = (event: PointerEvent): void => {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    const at = shareOf(event);
    drawn.value = { start: at, end: at };
  };
  const move = (event: PointerEvent): void => {
    if (drawn.value) drawn.value = { ...drawn.value, end: shareOf(event) };
  };
  const up = (): void => {
    const marked = drawn.value;
    drawn.value = null;
    if (!marked) return;
    const [a, b] = [Math.min(marked.start, marked.end), Math.max(marked.start, marked.end)];
    const next = { from: from + a * (to - from), to: from + b * (to - from) };
    if (b - a > 0.01 && next.to - next.from >= LEAST) zoom(next);
  };
  const { start = 0, end = 0 } = drawn.value ?? {};
  return (
    <header class="ruler">
      <span class="zoom">
        <button type="button" aria-label="Zoom in" onClick={() => zoomBy(0.5)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => zoomBy(2)}>
          −
        </button>
        <button type="button" onClick={() => zoom(null)} disabled={from === 0 && to === total}>
          All
        </button>
        <span class="muted">or draw over the time</span>
      </span>
      <span class="marks" onPointerDown={down} onPointerMove={move} onPointerUp={up}>
        {MARKS.map((share) => (
          <span key={share} class="mark" style={{ left: `${share * 100}%` }}>
            {ms(from + share * (to - from))}
          </span>
        ))}
        {drawn.value && (
          <span
            class="drawn"
            style={{ left: `${Math.min(start, end) * 100}%`, width: `${Math.abs(end - start) * 100}%` }}
          />
        )}
      </span>
    </header>
  );
}
