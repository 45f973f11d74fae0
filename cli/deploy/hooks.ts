import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import type { Surroundings } from './deployment.ts';
import { namesOf } from './record.ts';

const FOLDER = join('.aurora', 'hooks');
const LINES = 20;

/**
 * Programs of the fleet's own at moments of a deploy: `.aurora/hooks/pre-deploy`, `confirm-promotion`, `post-deploy`, which are committed. Each
 * gets the deploy as JSON on its standard input, and what it mostly wants as variables. `post-deploy` alone says nothing about the end.
 */
export function hooksOf(fleet: Fleet, signal: AbortSignal): Surroundings['hook'] {
  return async (name, record) => {
    const file = join(fleet.root, FOLDER, name);
    if (!(await isProgram(file))) return;
    const { execa } = await import('execa');
    const { exitCode, all, shortMessage, failed } = await execa(file, {
      cwd: fleet.root,
      input: JSON.stringify(record),
      all: true,
      reject: false,
      cancelSignal: signal,
      env: {
        AURORA_DEPLOY: record.id,
        AURORA_DEPLOY_KIND: record.kind,
        AURORA_DEPLOY_ENVIRONMENT: record.environment,
        AURORA_DEPLOY_SERVICES: namesOf(record).join(' '),
        AURORA_DEPLOY_VERSIONS: record.services.map(({ service, to }) => `${service}=${to.version}`).join(' '),
      },
    });
    if (!failed) return;
    const lines = all.split('\n').filter((line) => line !== '');
    const how = exitCode === undefined ? shortMessage : `ended with ${exitCode}`;
    throw new AuroraError('hook_failed', `${join(FOLDER, name)} ${how}.`, {
      exit: 'failed',
      details: lines.slice(-LINES),
      next: `mend it, or take it away; then deploy again`,
    });
  };
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.F_OK);
  } catch {
    return false;
  }
  try {
    await access(file, constants.X_OK);
    return true;
  } catch (cause) {
    throw new AuroraError('hook_not_executable', `${file} may not be executed.`, {
      exit: 'machine',
      next: `chmod +x ${file}`,
      cause,
    });
  }
}
