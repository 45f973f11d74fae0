import { useEffect, useRef } from 'preact/hooks';
import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { theme } from '../route/theme.ts';

export interface Line {
  readonly label: string;
  /** Of a custom property in tokens.css. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
  readonly filled?: boolean;
}

interface Props {
  readonly title: string;
  /** Epoch seconds. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  readonly format: (value: number | null | undefined) => string;
  /** From the left to the right. */
  readonly minutes: number;
  /** What the upper end is at least. */
  readonly least?: number | undefined;
}

const HEIGHT = 124;
/** Charts of one page show the same moment. */
const SYNC = { key: 'page' };

/** Lines over time, from zero up. */
export function Chart({ title, times, lines, format, minutes, least = 0 }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<UPlot | null>(null);
  const shown = theme();
  const labels = lines.map(({ label }) => label).join();
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = new UPlot(optionsOf(element, { lines, format, minutes, least }), dataOf(times, lines), element);
    plot.current = made;
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shown, labels, minutes]);
  useEffect(() => {
    plot.current?.setData(dataOf(times, lines));
  }, [times, lines]);
  const latest = lines.map(({ label, values }) => `${label} ${format(values.at(-1))}`).join(', ');
  return (
    <figure class="panel chart">
      <figcaption>{title}</figcaption>
      <div ref={place} role="img" aria-label={`${title}: ${latest}`} />
    </figure>
  );
}

const dataOf = (times: readonly number[], lines: readonly Line[]): UPlot.AlignedData =>
  [times, ...lines.map(({ values }) => values)] as UPlot.AlignedData;

function optionsOf(
  element: HTMLElement,
  { lines, format, minutes, least = 0 }: Omit<Props, 'title' | 'times'>,
): UPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const font = `11px ${style.fontFamily}`;
  const axis = { stroke: colour('muted'), font, grid: { stroke: colour('line'), width: 1 }, ticks: { show: false } };
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [8, 10, 0, 0],
    cursor: { sync: SYNC, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: { range: (_plot, _first, last) => [last - minutes * 60, last] },
      y: { range: (_plot, _least, most) => [0, Math.max(least, most > 0 ? most * 1.08 : 1)] },
    },
    axes: [
      { ...axis, grid: { show: false }, space: 70, size: 26, values: (_plot, ticks) => ticks.map(minute) },
      { ...axis, size: 58, space: 32, values: (_plot, ticks) => ticks.map((tick) => format(tick)) },
    ],
    series: [
      { label: 'at', value: (_plot, at) => (at == null ? '' : second(at)) },
      ...lines.map((line) => ({
        label: line.label,
        stroke: colour(line.colour),
        width: 1.5,
        points: { show: false },
        ...(line.filled ? { fill: `color-mix(in srgb, ${colour(line.colour)} 14%, transparent)` } : {}),
        // Where nobody points at a moment, the newest one is told.
        value: (plot: UPlot, value: number | null, series: number, index: number | null) =>
          format(index === null ? plot.data[series]?.at(-1) : value),
      })),
    ],
  };
}

const format24 = (options: Intl.DateTimeFormatOptions) => {
  const made = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', ...options });
  return (seconds: number): string => made.format(seconds * 1_000);
};
const minute = format24({});
const second = format24({ second: '2-digit' });
