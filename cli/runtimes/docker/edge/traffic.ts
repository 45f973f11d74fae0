import type { Colour } from '../../colours.ts';
import type { Engine } from '../engine.ts';
import { edgeCommand } from './command.ts';
import { partsOf } from './names.ts';

/** What a colour of a service was sent, by whomever, since the edge has its present configuration. */
export interface EdgeTraffic {
  readonly service: string;
  readonly colour: Colour;
  /** How many take requests there; of several ways the fewest. */
  readonly servers: number;
  /** Requests under way, and WebSockets. */
  readonly active: number;
  readonly requests: number;
  /** Answered with 5xx, by the service or by the edge in its place. */
  readonly failed: number;
  /** No connection, each try counted. */
  readonly connectErrors: number;
  /** Broken off before, or in the middle of, the answer. */
  readonly responseErrors: number;
  /** To the head of the answer, over the last thousand requests. */
  readonly meanMs: number;
}

/** All proxies of type backend (management guide, `show stat`). */
const BACKENDS = 'show stat -1 2 -1';

/** @throws AuroraError `edge_unreachable` */
export async function trafficOf(engine: Engine, container: string): Promise<readonly EdgeTraffic[]> {
  return trafficIn(await edgeCommand(engine, container, BACKENDS));
}

/** Takes apart what HAProxy answers, with both backends of a service and colour as one. */
export function trafficIn(statistics: string): readonly EdgeTraffic[] {
  const [head = '', ...lines] = statistics.trim().split('\n');
  const columns = head.replace('# ', '').split(',');
  return sumOfTraffic(
    lines.flatMap((line) => {
      const cells = line.split(',');
      const cell = (column: string) => cells[columns.indexOf(column)] ?? '';
      const parts = partsOf(cell('pxname'));
      if (!parts || cell('svname') !== 'BACKEND') return [];
      return [{ ...parts, ...countersOf((column) => Number(cell(column))) }];
    }),
  );
}

/** What a colour of a service was sent by several ways, as one. */
export function sumOfTraffic(all: readonly EdgeTraffic[]): readonly EdgeTraffic[] {
  const colours = Map.groupBy(all, ({ service, colour }) => `${service} ${colour}`);
  return [...colours.values()].map((ways) => ways.reduce(sumOf));
}

function countersOf(cell: (column: string) => number): Omit<EdgeTraffic, 'service' | 'colour'> {
  return {
    servers: cell('act'),
    active: cell('scur'),
    requests: cell('req_tot'),
    failed: cell('hrsp_5xx'),
    connectErrors: cell('econ'),
    responseErrors: cell('eresp'),
    meanMs: cell('rtime'),
  };
}

function sumOf(one: EdgeTraffic, other: EdgeTraffic): EdgeTraffic {
  const requests = one.requests + other.requests;
  const milliseconds = one.meanMs * one.requests + other.meanMs * other.requests;
  return {
    service: one.service,
    colour: one.colour,
    servers: Math.min(one.servers, other.servers),
    active: one.active + other.active,
    requests,
    failed: one.failed + other.failed,
    connectErrors: one.connectErrors + other.connectErrors,
    responseErrors: one.responseErrors + other.responseErrors,
    meanMs: requests === 0 ? 0 : Math.round(milliseconds / requests),
  };
}
