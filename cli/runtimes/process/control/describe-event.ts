import type { FleetEvent } from './protocol.ts';

/** For people. */
export function describeEvent(event: Exclude<FleetEvent, { type: 'hello' }>): {
  level: 'info' | 'warn' | 'error';
  msg: string;
} {
  switch (event.type) {
    case 'ready':
      return { level: 'info', msg: `${event.name} is ready (${event.milliseconds} ms)` };
    case 'exited':
      return event.retryInMs === null
        ? { level: 'error', msg: `${event.name} ${event.reason}` }
        : { level: 'warn', msg: `${event.name} ${event.reason}; starting it again in ${event.retryInMs} ms` };
    case 'changed':
      return { level: 'info', msg: `${event.file} changed: ${event.effect}` };
    case 'refused':
      return { level: 'error', msg: `${event.failure.name} ${event.failure.reason}` };
    case 'stopping':
      return { level: 'info', msg: `stopping: ${event.because}` };
  }
}
