import { BLOCKED_PORTS, INFRASTRUCTURE_PORTS } from '../config/reserved.ts';
import type { Outline } from './outline.ts';

const FIRST = 8000;
const LAST = 65_535;

/** The port after the highest that a service has in any environment, or the lowest that none has. */
export function nextPort(outline: Outline): number {
  const all = [outline, ...Object.values(outline.environments ?? {})];
  const services = all.flatMap(({ services = {} }) => Object.values(services));
  const taken = new Set(services.flatMap(({ port }) => (typeof port === 'number' ? [port] : [])));
  const isFree = (port: number) => !taken.has(port) && !BLOCKED_PORTS.has(port) && !INFRASTRUCTURE_PORTS.has(port);
  const next = (from: number): number => (isFree(from) ? from : next(from + 1));
  const port = next(taken.size === 0 ? FIRST : Math.max(...taken) + 1);
  return port <= LAST ? port : next(FIRST);
}
