import type { EdgeView } from '../../../api.ts';
import { ms, percent, rate } from '../../parts/format.ts';

interface Props {
  readonly edge: EdgeView;
  readonly path: string;
  readonly label: { readonly x: number; readonly y: number };
  /** Everybody asks it for the same; only what is wrong is told. */
  readonly usual: boolean;
  /** The reader looks at one of its ends. */
  readonly touched: boolean;
}

/** Who calls whom is worth a word all the time; what goes on beneath only when something is wrong there, or somebody looks. */
const TOLD: readonly EdgeView['kind'][] = ['call', 'event'];

export function Edge({ edge, path, label, usual, touched }: Props) {
  const { from, to, kind, health } = edge;
  const wrong = health === 'failing' || health === 'down';
  const told = touched || wrong || (TOLD.includes(kind) && edge.rate > 0 && !usual);
  const words = wordsOf(edge);
  return (
    <g
      class={`edge ${kind} ${health} ${touched ? 'touched' : ''}`}
      role="img"
      aria-label={`${from} to ${to}: ${words}`}
    >
      <title>{`${from} → ${to} (${kind}): ${words}`}</title>
      <path class="line" d={path} stroke-width={widthOf(edge.rate)} />
      {edge.rate > 0 && (
        <path class={`flow speed-${speedOf(edge.rate)}`} d={path} stroke-width={widthOf(edge.rate) + 2} />
      )}
      {told && (
        <text class="label" x={label.x} y={label.y - 5} text-anchor="middle">
          {words}
        </text>
      )}
    </g>
  );
}

function wordsOf({ rate: often, errors, p95Ms, health }: EdgeView): string {
  if (health === 'down') return 'down';
  if (often <= 0) return health === 'failing' ? 'failing' : 'idle';
  const failed = errors > 0 ? `${percent(Math.max(0.01, Math.round((errors / often) * 100) / 100))} fail` : undefined;
  return [rate(short(often)), failed ?? (p95Ms === null ? undefined : ms(short(p95Ms)))].filter(Boolean).join(' · ');
}

/** There is little room. */
const short = (value: number): number => (value >= 10 ? Math.round(value) : Math.round(value * 10) / 10);

/** Ten times the traffic, one step more. */
const magnitude = (often: number): number => Math.log10(1 + Math.max(0, often));
const widthOf = (often: number): number => Math.min(5, 1.25 + magnitude(often));
/** In steps: an animation whose speed changes all the time jumps. */
const speedOf = (often: number): number => Math.min(5, 1 + Math.floor(magnitude(often) * 1.6));
