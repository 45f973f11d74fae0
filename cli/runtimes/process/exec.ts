import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { layoutOf } from '../layout.ts';
import { notRunning } from '../not-running.ts';
import { askIfRunning } from './control/client.ts';
import { exitCodeOf } from './exit-code.ts';
import { inherited } from './launch.ts';
import { specOf } from './spec-of.ts';

/** Runs a command beside a service: its variables, its folder, this terminal, whose Ctrl-C reaches the command by itself. */
export async function exec(fleet: Fleet, service: string, command: readonly string[]): Promise<number> {
  const layout = layoutOf(fleet.root);
  if (!(await askIfRunning(layout.control, 'GET /desired'))) throw notRunning(fleet);
  const spec = await specOf(fleet, service);
  const [file = '', ...rest] = command;
  const child = spawn(file, rest, {
    cwd: spec.folder,
    env: { ...inherited(process.env, layout), ...spec.environment },
    stdio: 'inherit',
  });
  const ignore = () => undefined;
  const end = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', ignore).on('SIGTERM', end).on('SIGHUP', end);
  try {
    const [code, signal] = await once(child, 'exit');
    return exitCodeOf(code, signal);
  } catch (cause) {
    throw new AuroraError('command_not_started', `${file} cannot be run: ${(cause as Error).message}`, {
      exit: 'usage',
      cause,
    });
  } finally {
    process.off('SIGINT', ignore).off('SIGTERM', end).off('SIGHUP', end);
  }
}
