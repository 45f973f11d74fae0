import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { AuroraError } from '../errors.ts';

export interface History {
  /** The first commit; null: there is none, and `notes` tells why. */
  readonly commit: string | null;
  readonly notes: readonly string[];
}

const MESSAGE = 'Begin the fleet, as aurora init makes it';
/** For the first commit alone, where git does not know whose it is. */
const STAND_IN = ['-c', 'user.name=aurora init', '-c', 'user.email=aurora@localhost'];

/** Makes a git repository with everything in one commit. Inside of one that would track the fleet, that one goes on. */
export function beginHistory(root: string, target: string): History {
  if (git(root, ['--version']) === null) {
    return none(
      'git was not found, so the fleet has no history, and aurora generate cannot merge: install git, then git init',
    );
  }
  const outer = git(dirname(root), ['rev-parse', '--show-toplevel']);
  if (outer !== null && git(dirname(root), ['check-ignore', '-q', target]) === null) {
    return none(`the fleet is part of the repository ${outer}: commit it there`);
  }
  must(root, ['init', '--quiet', '--initial-branch=main']);
  must(root, ['add', '--all']);
  const isKnown = git(root, ['var', 'GIT_COMMITTER_IDENT']) !== null && git(root, ['var', 'GIT_AUTHOR_IDENT']) !== null;
  // Hooks and signatures are for what a person commits.
  must(root, [
    ...(isKnown ? [] : STAND_IN),
    'commit',
    '--quiet',
    '--no-verify',
    '--no-gpg-sign',
    `--message=${MESSAGE}`,
  ]);
  return {
    commit: must(root, ['rev-parse', 'HEAD']),
    notes: isKnown
      ? []
      : [
          'git does not know you, so the first commit is by "aurora init". To make it yours: ' +
            'git config --global user.name …, git config --global user.email …, git commit --amend --reset-author --no-edit',
        ],
  };
}

function none(note: string): History {
  return { commit: null, notes: [note] };
}

function must(cwd: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = run(cwd, args);
  if (status === 0) return stdout.trim();
  throw new AuroraError(
    'git_failed',
    `git ${args.find((arg) => /^[a-z]/.test(arg) && !arg.includes('=')) ?? ''} failed.`,
    {
      exit: 'machine',
      details: [error?.message ?? stderr.trim()],
      next: 'put that right, then run aurora init again',
      cause: error,
    },
  );
}

/** Null: it failed, or there is no git. */
function git(cwd: string, args: readonly string[]): string | null {
  const { status, stdout } = run(cwd, args);
  return status === 0 ? stdout.trim() : null;
}

/** Without variables of a repository around it: a hook that runs this has some. */
function run(cwd: string, args: readonly string[]) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT_(DIR|WORK_TREE|INDEX_FILE|PREFIX)$/.test(name)),
  );
  return spawnSync('git', args, { cwd, encoding: 'utf8', env });
}
