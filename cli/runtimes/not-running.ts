import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';

export function notRunning(fleet: Fleet): AuroraError {
  return new AuroraError('not_running', `The fleet ${fleet.name} is not running here.`, {
    exit: 'notRunning',
    next: 'aurora up -d',
  });
}
