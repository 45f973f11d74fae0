import { run } from '../../support/aurora.ts';
import type { FleetCopy } from '../support/fleet-copy.ts';

/** What the picture shows. */
export const SHOWN = ['./bin/aurora up -d', './bin/aurora status'];

/** What a person sees who types these commands in a fresh clone, colours included. */
export async function capture({ root, localise, generalise }: FleetCopy): Promise<string> {
  const screens: string[] = [];
  for (const command of SHOWN) {
    const { exitCode, stdout } = await run('bash', ['-c', `${localise(command)} 2>&1`], {
      cwd: root,
      env: { FORCE_COLOR: '1' },
    });
    if (exitCode !== 0) throw new Error(`${command}: ${stdout}`);
    screens.push(`\u001b[2m$\u001b[22m \u001b[1m${command}\u001b[22m\n${stdout}`);
  }
  return generalise(screens.join('\n'));
}
