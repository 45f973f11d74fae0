import type { Row } from '../contest.ts';
import { serviceRead, serviceWrite } from './service.ts';

/** In the order of the numbers that Aurora is judged by. */
export const ROWS: readonly Row[] = [serviceRead, serviceWrite];
