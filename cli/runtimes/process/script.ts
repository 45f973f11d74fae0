import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Fleet } from '../../config/model.ts';
import type { Script, ScriptEnd } from '../contract.ts';
import { layoutOf } from '../layout.ts';
import { exitCodeOf } from './exit-code.ts';
import { inherited } from './launch.ts';
import { specOf } from './spec-of.ts';

/** Runs a script beside a service, in the group of this command: a Ctrl-C reaches it as well. */
export async function runScript(
  fleet: Fleet,
  service: string,
  { file, variables }: Script,
  hear?: (line: string) => void,
): Promise<ScriptEnd> {
  const { folder, environment } = await specOf(fleet, service);
  const child = spawn(process.execPath, [join(folder, file)], {
    cwd: folder,
    env: { ...inherited(process.env, layoutOf(fleet.root)), ...environment, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (hear) createInterface({ input: child.stdout }).on('line', hear);
  const [[code, signal], stdout, stderr] = await Promise.all([
    once(child, 'close'),
    text(child.stdout),
    text(child.stderr),
  ]);
  return { exitCode: exitCodeOf(code, signal), lines: `${stdout}${stderr}`.split('\n').filter((line) => line !== '') };
}
