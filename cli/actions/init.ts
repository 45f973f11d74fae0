import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Ask } from '../ask.ts';
import { CONFIG_FILE } from '../config/locate.ts';
import { AuroraError } from '../errors.ts';
import { type Answers, choose } from '../init/answers.ts';
import { bringPackage } from '../init/dependency.ts';
import { openDraft } from '../init/draft.ts';
import { beginHistory } from '../init/history.ts';
import { startingConfig } from '../init/starters.ts';
import { interruptible } from '../interruptible.ts';
import type { Narrator } from '../narrator.ts';
import { generate } from './generate.ts';

export interface InitWish {
  readonly folder: string;
  readonly answers: Answers;
  readonly install: boolean;
  /** Ends it; nothing is left then. */
  readonly signal: AbortSignal;
}

export interface NewFleet {
  readonly root: string;
  readonly name: string;
  readonly template: string;
  /** What its package.json asks for of Aurora. */
  readonly dependency: string;
  readonly files: number;
  readonly installed: boolean;
  readonly commit: string | null;
  readonly notes: readonly string[];
}

/** Makes a fleet that runs: config, code, packages, and a git history that begins with it. */
export function init(wish: InitWish, ask: Ask | undefined, narrator: Narrator): Promise<NewFleet> {
  return interruptible(wish.signal, 'Stopped; nothing is left of it.', () => make(wish, ask, narrator));
}

async function make(wish: InitWish, ask: Ask | undefined, narrator: Narrator): Promise<NewFleet> {
  const target = resolve(wish.folder);
  using draft = openDraft(target);
  if (draft.cleared) narrator.warn('cleared away what an interrupted aurora init had left');
  const { starter, name } = await choose(target, wish.answers, ask);

  const file = join(draft.root, CONFIG_FILE);
  writeFileSync(file, startingConfig(starter, name));
  const dependency = await narrator.step('bring Aurora along', () => bringPackage(draft.root, wish.signal));
  const { changes } = await generate({ file }, narrator, { dependency });
  if (wish.install) await narrator.step('install packages', () => install(draft.root, wish.signal));
  wish.signal.throwIfAborted();
  const { commit, notes } = beginHistory(draft.root, target);
  draft.finish();
  return {
    root: target,
    name,
    template: starter.name,
    dependency,
    files: changes.length,
    installed: wish.install,
    commit,
    notes,
  };
}

/** By the launcher of the fleet, which knows how, and proves itself that way. */
async function install(root: string, signal: AbortSignal): Promise<void> {
  const child = spawn(join(root, 'bin', 'aurora'), ['--version'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const [[code], , stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  signal.throwIfAborted();
  if (code === 0) return;
  throw new AuroraError('install_failed', 'The packages of the fleet could not be installed, so there is no fleet.', {
    exit: 'machine',
    details: stderr.trim().split('\n').slice(-12),
    next: 'put that right and run it again; or --no-install, then ./bin/aurora installs later',
  });
}
