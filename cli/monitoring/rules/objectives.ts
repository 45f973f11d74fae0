import type { Monitoring } from '../../config/model.ts';
import type { AlertRule, RecordingRule, RuleGroup } from '../rule.ts';
import { API_ROUTES, NOT_HELD, type Select } from '../select.ts';

/**
 * Burn rates of an error budget of 30 days, each over a long window and, so that it ends soon after its cause, a short one
 * (The Site Reliability Workbook, chapter 5, "Alerting on SLOs", table 5-8).
 */
const FAST = [
  { factor: 14.4, long: '1h', short: '5m' },
  { factor: 6, long: '6h', short: '30m' },
] as const;
const SLOW = [{ factor: 1, long: '3d', short: '6h' }] as const;

type Window = '5m' | '30m' | '1h' | '6h' | '3d';
/** Dear to compute, and they move slowly. */
const LONG: readonly Window[] = ['6h', '3d'];
const SHORT: readonly Window[] = ['5m', '30m', '1h'];
/** Below the five minutes for which Prometheus holds a sample to be the present. */
const LONG_INTERVAL_SECONDS = 120;
const SECONDS = { '1h': 3600, '6h': 21_600, '3d': 259_200 } as const;

/** Where few call, one failure is a large share of all: so many at least have to fail (the same chapter, "Low-Traffic Services"). */
const LEAST_FAILURES = 10;

interface Objective {
  readonly slo: 'availability' | 'latency';
  /** The share that may go wrong, 0…1. */
  readonly budget: number;
  /** Requests a second of a window, all and those that went wrong. */
  all(window: Window): string;
  bad(window: Window): string;
  readonly alert: string;
  readonly promise: string;
}

/** What the gateway promises its clients. */
export function objectiveRules(select: Select, gateway: string, slo: Monitoring['slo']): readonly RuleGroup[] {
  const objectives = [availability(select, gateway, slo), latency(select, gateway, slo)];
  const recorded = (windows: readonly Window[]) =>
    objectives.flatMap((objective) => windows.flatMap((window) => recordings(objective, window)));
  return [
    {
      name: 'objectives',
      rules: [...recorded(SHORT), ...objectives.map((objective) => burning(objective, 'Fast', FAST))],
    },
    {
      name: 'objectives-long',
      intervalSeconds: LONG_INTERVAL_SECONDS,
      rules: [...recorded(LONG), ...objectives.map((objective) => burning(objective, 'Slow', SLOW))],
    },
  ];
}

function availability(select: Select, gateway: string, { availability: percent }: Monitoring['slo']): Objective {
  const rate = (window: string, ...matchers: string[]) =>
    `sum(rate(${select('http_request_duration_seconds_count', `service="${gateway}"`, API_ROUTES, ...matchers)}[${window}]))`;
  return {
    slo: 'availability',
    budget: budgetOf(percent),
    all: (window) => rate(window),
    bad: (window) => `${rate(window, 'status=~"5.."')} or vector(0)`,
    alert: 'AvailabilityBudgetBurning',
    promise: `${percent} % of requests are not answered with a 5xx`,
  };
}

/** How long contents of files take is up to their size and to the client; a WebSocket lasts as long as it is open. */
const TIMED = ['route!~"/api/v1/files.*"', NOT_HELD, 'status!="101"'];

function latency(select: Select, gateway: string, { latencyMs, latencyPercent }: Monitoring['slo']): Objective {
  const seconds = String(latencyMs / 1000);
  // Whole numbers are spelt 1 by the services, and 1.0 by Prometheus from version 3 on.
  const bound = seconds.includes('.') ? `le="${seconds}"` : `le=~"${seconds}([.]0)?"`;
  const rate = (window: string, metric: string, ...matchers: string[]) =>
    `sum(rate(${select(`http_request_duration_seconds_${metric}`, `service="${gateway}"`, API_ROUTES, ...TIMED, ...matchers)}[${window}]))`;
  return {
    slo: 'latency',
    budget: budgetOf(latencyPercent),
    all: (window) => rate(window, 'count'),
    bad: (window) => `${rate(window, 'count')} - ${rate(window, 'bucket', bound)}`,
    alert: 'LatencyBudgetBurning',
    promise: `${latencyPercent} % of requests are answered within ${latencyMs} ms`,
  };
}

/** In decimal, as people write it: 99.9 % leaves 0.001. */
export function budgetOf(percent: number): number {
  return Number((1 - percent / 100).toPrecision(6));
}

const seriesOf = ({ slo }: Objective, what: 'requests' | 'bad', window: Window) =>
  `gateway:${slo}_slo_${what}:rate${window}`;

function recordings(objective: Objective, window: Window): RecordingRule[] {
  return [
    { record: seriesOf(objective, 'requests', window), expr: objective.all(window) },
    { record: seriesOf(objective, 'bad', window), expr: objective.bad(window) },
  ];
}

type Burn = (typeof FAST)[number] | (typeof SLOW)[number];

function burning(objective: Objective, speed: 'Fast' | 'Slow', burns: readonly Burn[]): AlertRule {
  const { slo, alert, budget, promise } = objective;
  const fast = speed === 'Fast';
  return {
    alert: `${alert}${speed}`,
    expr: burns.map((burn) => `(${conditionOf(objective, burn)})`).join('\nor\n'),
    severity: fast ? 'critical' : 'warning',
    labels: { slo },
    summary: fast
      ? 'The gateway breaks its promise: clients notice now'
      : 'The gateway uses up what may go wrong in 30 days too soon',
    description: `Promised: ${promise}. At present {{ $value | humanize }} times as much goes wrong as the ${Number((budget * 100).toPrecision(6))} % that may${fast ? '' : ', seen over three days'}.`,
    next: 'aurora status',
  };
}

function conditionOf(objective: Objective, { factor, long, short }: Burn): string {
  const burn = (window: Window) =>
    `${seriesOf(objective, 'bad', window)} / ${seriesOf(objective, 'requests', window)} / ${objective.budget} > ${factor}`;
  return [
    burn(long),
    `and ${burn(short)}`,
    `and ${seriesOf(objective, 'bad', long)} * ${SECONDS[long]} >= ${LEAST_FAILURES}`,
  ].join('\n  ');
}
