import type { Moment } from '../wire/history.ts';

const [WIDTH, HEIGHT] = [160, 32];
/** Seconds from the left to the right. */
const SHOWN = 120;

/** Requests per second of the last two minutes, those that failed beneath. */
export function Sparkline({ moments, label }: { moments: readonly Moment[]; label: string }) {
  const end = moments.at(-1)?.at ?? 0;
  const top = Math.max(1, ...moments.map(({ point }) => point?.rate ?? 0));
  const x = (at: number): number => WIDTH - ((end - at) / SHOWN) * WIDTH;
  const y = (value: number): number => HEIGHT - 1 - (value / top) * (HEIGHT - 3);
  const line = (of: 'rate' | 'errors'): string => {
    let pen = 'M';
    return moments
      .map(({ at, point }) => {
        if (!point) {
          pen = 'M';
          return '';
        }
        const step = `${pen}${x(at).toFixed(1)} ${y(point[of]).toFixed(1)}`;
        pen = 'L';
        return step;
      })
      .join('');
  };
  const failed = moments.some(({ point }) => point && point.errors > 0);
  return (
    <svg class="sparkline" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
      <path class="rate" d={line('rate')} />
      {failed && <path class="errors" d={line('errors')} />}
    </svg>
  );
}
