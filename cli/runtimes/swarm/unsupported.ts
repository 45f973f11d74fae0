import { AuroraError } from '../../errors.ts';

/** A service in front of a terminal is one on this machine. */
export function runsElsewhere(service: string): AuroraError {
  return new AuroraError('run_unsupported', 'A swarm runs services on its nodes, not on this terminal.', {
    exit: 'usage',
    next: `aurora logs -f --service ${service}; or, on this machine: aurora run ${service} --runtime process`,
  });
}
