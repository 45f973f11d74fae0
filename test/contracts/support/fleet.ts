import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { committedPacts } from '../../../cli/contracts/folder.ts';
import { keepVerdicts } from '../../../cli/contracts/kept.ts';
import type { Decision } from '../../../cli/contracts/matrix.ts';
import type { ContractReport } from '../../../cli/contracts/report.ts';
import { versionOf } from '../../../cli/contracts/version.ts';
import { type Clone, clone } from '../../support/clone.ts';
import { type Edit, pairOf } from '../mutations.ts';

/** This repository's fleet in a folder of its own, as a commit that runs in production, with a folder that knows what was verified. */
export interface DeployedFleet extends AsyncDisposable {
  readonly root: string;
  /** Changes the code, and commits it. */
  change(edits: readonly Edit[]): Promise<void>;
  record(): Promise<void>;
  verify(service: string): Promise<ContractReport & { readonly exitCode: number | null }>;
  /** Publishes, and asks whether the service may take the place of the one that runs. */
  mayReplace(service: string): Promise<Decision & { readonly exitCode: number | null }>;
  /** Back to what runs in production. */
  reset(): void;
}

export async function deployFleet(): Promise<DeployedFleet> {
  const copy = await clone({}, ['contracts', 'jest.config.js', 'test', '.gitignore']);
  const { root } = copy;
  const store = join(root, '.aurora/run/store');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: root, stdio: 'pipe' });
  const commit = () => {
    git('add', '-A');
    git('commit', '-qm', 'change', '--allow-empty');
  };
  const must = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await copy.aurora('contracts', ...args);
    if (exitCode !== 0) throw new Error(`contracts ${args.join(' ')} exited with ${exitCode}: ${stdout}${stderr}`);
  };

  git('init', '-q', '-b', 'main');
  commit();
  git('tag', 'deployed');
  await takeAsVerified(copy);
  await must('publish', '--to', store);
  await must('deployed', '--to', 'production', '--in', store);

  return {
    root,
    async change(edits) {
      // A dollar is a dollar: nothing is taken over from what was there.
      for (const { file, from, to } of edits) await copy.edit(file, from, to.replaceAll('$', '$$$$'));
      commit();
    },
    async record() {
      await must('record');
      commit();
    },
    async verify(service) {
      const { exitCode, stdout, stderr } = await copy.aurora('contracts', 'verify', '--service', service, '--json');
      // What ends in an error has no pacts.
      if (!stdout.includes('"pacts"')) throw new Error(stdout + stderr);
      return { exitCode, ...(JSON.parse(stdout) as ContractReport) };
    },
    async mayReplace(service) {
      await must('publish', '--to', store);
      const question = ['can-deploy', '--service', service, '--to', 'production', '--from', store, '--json'];
      const { exitCode, stdout } = await copy.aurora('contracts', ...question);
      return { exitCode, ...(JSON.parse(stdout) as Decision) };
    },
    reset() {
      git('reset', '-q', '--hard', 'deployed');
    },
    [Symbol.asyncDispose]: () => copy[Symbol.asyncDispose](),
  };
}

/** That the fleet as it is keeps every pact is what suite `contracts` proves; here it is where we start from. */
async function takeAsVerified({ root }: Clone): Promise<void> {
  const { version } = await versionOf(root);
  const pacts = await committedPacts(root);
  const kept = pacts.map(({ consumer, provider, digest }) => ({
    consumer,
    provider,
    digest,
    version,
    consumerVersion: null,
    success: true,
    failures: [],
  }));
  await keepVerdicts(root, version, kept);
}

export function failedPairs({ pacts }: ContractReport): string[] {
  return pacts.filter(({ status, problems }) => status !== 'verified' || problems.length > 0).map(pairOf);
}

export function refusedPairs({ rows }: Decision): string[] {
  return rows
    .filter(({ status }) => status !== 'verified')
    .map(({ consumer, provider }) => `${consumer} → ${provider}`);
}
