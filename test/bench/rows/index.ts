import type { Row } from '../contest.ts';
import { cliStatus, cliVersion } from './cli.ts';
import { eventsEmbeddedLatency, eventsLatency, eventsRelayed } from './events.ts';
import { memory } from './memory.ts';
import { serviceRead, serviceWrite } from './service.ts';
import { servicePage } from './service-page.ts';
import { up, upBesideWatt, upFirst } from './up.ts';

/** In the order of the numbers that Aurora is judged by. */
export const ROWS: readonly Row[] = [
  up,
  upBesideWatt,
  upFirst,
  cliVersion,
  cliStatus,
  serviceRead,
  servicePage,
  serviceWrite,
  eventsRelayed,
  eventsLatency,
  eventsEmbeddedLatency,
  memory,
];
