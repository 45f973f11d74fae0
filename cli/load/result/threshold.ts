import { durationOf } from '../duration.ts';

/** `p99 < 50ms`, taken apart: latencies in milliseconds, rates as shares or arrivals a second. */
export interface Threshold {
  readonly text: string;
  readonly figure: Figure;
  readonly sign: '<' | '<=' | '>' | '>=';
  readonly bound: number;
  /** The bound is a share of the rate that was asked for. */
  readonly ofAsked: boolean;
  /** Absent: of all actions together. */
  readonly action?: string;
  readonly abortOnFail: boolean;
}

export type Figure = 'p50' | 'p90' | 'p99' | 'p99.9' | 'max' | 'mean' | 'error_rate' | 'rate';

/** What is measured of an action, or of all. */
export interface Figures {
  /** Milliseconds from the scheduled time on. */
  readonly latency: Readonly<Record<'p50' | 'p90' | 'p99' | 'p99.9' | 'max' | 'mean', number>>;
  readonly count: number;
  readonly errors: number;
  /** Successful ones a second, and those that were asked for. */
  readonly rate: number;
  readonly asked: number;
}

export interface Verdict {
  readonly text: string;
  readonly action: string | null;
  readonly held: boolean;
  /** In the unit of the bound: milliseconds, a share, arrivals a second. */
  readonly found: number | null;
}

const FORM = /^(p50|p90|p99(?:\.9)?|max|mean|error_rate|rate)\s*(<=?|>=?)\s*(\d+(?:\.\d+)?)\s*(ms|s|%|of asked|\/s)?$/;

/** Undefined: it is none. */
export function parseThreshold(text: string): Omit<Threshold, 'action' | 'abortOnFail'> | undefined {
  const [, figure, sign, digits = '', unit] = FORM.exec(text.trim()) ?? [];
  if (!figure || !sign || !UNITS[kindOf(figure)]?.includes(unit)) return undefined;
  return {
    text: text.trim(),
    figure: figure as Figure,
    sign: sign as Threshold['sign'],
    bound: Number(digits) * (unit === 's' ? (durationOf('1s') ?? 0) : unit === '%' ? 0.01 : 1),
    ofAsked: unit === 'of asked',
  };
}

const UNITS: Readonly<Record<string, readonly (string | undefined)[]>> = {
  latency: ['ms', 's'],
  error_rate: ['%', undefined],
  rate: ['of asked', '/s', undefined],
};

const kindOf = (figure: string) => (figure === 'error_rate' || figure === 'rate' ? figure : 'latency');

/** Nothing measured holds no threshold: a run without an answer is none that passes. */
export function judge(threshold: Threshold, figures: Figures | undefined): Verdict {
  const found = figures && figures.count > 0 ? figureOf(threshold, figures) : null;
  const { text, action = null } = threshold;
  return { text, action, found, held: found !== null && compare(found, threshold) };
}

function figureOf({ figure, ofAsked }: Threshold, { latency, count, errors, rate, asked }: Figures): number {
  if (figure === 'error_rate') return errors / count;
  if (figure === 'rate') return ofAsked ? rate / asked : rate;
  return latency[figure];
}

function compare(found: number, { sign, bound }: Threshold): boolean {
  if (sign === '<') return found < bound;
  if (sign === '<=') return found <= bound;
  return sign === '>' ? found > bound : found >= bound;
}
