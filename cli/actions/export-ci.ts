import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { environmentNames } from '../config/environment-names.ts';
import { DEFAULT_ENVIRONMENT } from '../config/locate.ts';
import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { ciFiles, type Provider } from '../export/ci/plan.ts';
import { exportDrift } from '../export/drift.ts';
import type { ExportChange } from '../export/files.ts';
import { textOf } from '../export/record.ts';
import { writeExport } from '../export/write.ts';

/** Beside what `generate` knows: the folder is the fleet's own, and other exports into it have records of their own. */
const RECORD = '.aurora/generated/ci.json';

/** What git allows for a name, without what shells and expressions of pipelines would read as theirs. */
const BRANCH = /^[\w][\w./-]*$/;

export interface CiExportWish {
  readonly provider: Provider;
  readonly branch: string;
  /** Absent: the fleet's folder. */
  readonly out?: string | undefined;
  readonly force: boolean;
  /** Writes nothing. */
  readonly check: boolean;
}

export interface CiExported {
  /** Absolute. */
  readonly folder: string;
  readonly files: readonly ExportChange[];
}

/** Writes the pipelines of the fleet: what is proven at each change, and how it goes live. */
export async function exportCi(fleet: Fleet, wish: CiExportWish): Promise<CiExported> {
  const { provider, branch, out, force, check } = wish;
  if (!BRANCH.test(branch)) throw badBranch(branch);
  const folder = resolve(out ?? fleet.root);
  const environments = environmentNames(await readFile(fleet.file, 'utf8'));
  const files = ciFiles(
    {
      fleet,
      environments: environments.filter((name) => name !== DEFAULT_ENVIRONMENT),
      scripts: await scriptsOf(fleet.root),
      branch,
      check: `export ci --check --provider ${provider} --branch ${branch}`,
    },
    provider,
  );
  return {
    folder,
    files: check ? await exportDrift(folder, files, RECORD) : await writeExport(folder, files, force, RECORD),
  };
}

/** Names of npm's scripts; none where there is no package.json. */
async function scriptsOf(root: string): Promise<string[]> {
  const text = await textOf(join(root, 'package.json'));
  return text === undefined ? [] : Object.keys(JSON.parse(text).scripts ?? {});
}

function badBranch(branch: string): AuroraError {
  return new AuroraError('bad_branch', `\`${branch}\` cannot be the branch of a pipeline.`, {
    exit: 'usage',
    details: [
      'Letters, digits, dots, dashes, underscores and slashes are what both providers and the shell take as they are.',
    ],
    next: 'aurora export ci --branch main',
  });
}
