import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { AuroraError } from '../../errors.ts';
import type { PactContent } from '../pact.ts';
import { createFile, namesIn, readIfThere, replaceFile } from './atomic.ts';
import type { ContractStore, Participant, Publication, Published, PublishedPact, Verdict } from './contract.ts';
import { requireName } from './names.ts';
import { neverPublished } from './never-published.ts';

/** What a version of a participant consists of; its file is written last, and says that all else is there. */
interface VersionFile extends Participant {
  readonly pacts: readonly { readonly provider: string; readonly digest: string }[];
  /** Whose pacts it was held to. */
  readonly verified: readonly string[];
  readonly branch: string | null;
  readonly publishedAt: string;
}

/**
 * A folder as a small broker: on a share, in a bucket that is mounted, in a repository. docs/contracts.md shows what lies where.
 * Files appear whole, in an order in which what is named is there before it is named, so any number of writers and readers do.
 */
export function folderStore(folder: string, now: () => Date = () => new Date()): ContractStore {
  const root = resolve(folder);
  const at = (...path: string[]) => join(root, ...path);
  const versionFile = ({ name, version }: Participant) =>
    at('versions', requireName('participant', name), `${requireName('version', version)}.json`);
  const verdictFile = ({ consumer, provider, digest }: Omit<PublishedPact, 'consumerVersion'>, version: string) =>
    at('verifications', ...pairPath({ consumer, provider }), digest, `${requireName('version', version)}.json`);
  const publishVersion = async ({ name, version, branch, pacts, verifications }: Publication) => {
    const file = versionFile({ name, version });
    const content: VersionFile = {
      name,
      version,
      pacts: pacts.map(({ provider, digest }) => ({ provider, digest })),
      verified: [...new Set(verifications.map(({ pact }) => pact.consumer))],
      branch,
      publishedAt: now().toISOString(),
    };
    const standing = await createFile(file, print(content));
    if (standing === null) return;
    const before = parse<VersionFile>(file, standing);
    if (JSON.stringify(before.pacts) !== JSON.stringify(content.pacts)) throw taken({ name, version }, folder);
    // The same again: it may have been verified since.
    const verified = [...new Set([...before.verified, ...content.verified])];
    await replaceFile(file, print({ ...before, verified }));
  };
  const environmentFolder = (environment: string) => at('environments', requireName('environment', environment));

  return {
    name: folder,

    async publish(publications) {
      await asFolder(root);
      for (const pact of publications.flatMap(({ pacts }) => pacts)) {
        await createFile(at('pacts', ...pairPath(pact), `${pact.digest}.json`), print(pact.content));
      }
      for (const { version, verifications } of publications) {
        for (const { pact, success, failures } of verifications) {
          const verdict = { success, failures, verifiedAt: now().toISOString() };
          await replaceFile(verdictFile(pact, version), print(verdict));
        }
      }
      for (const publication of publications) await publishVersion(publication);
    },

    async published(participant): Promise<Published | null> {
      const file = versionFile(participant);
      const text = await readIfThere(file);
      if (text === null) return null;
      const { name, version, pacts, verified } = parse<VersionFile>(file, text);
      return {
        name,
        version,
        pacts: pacts.map((pact) => ({ ...pact, consumer: name, consumerVersion: version })),
        verified: verified.length > 0,
      };
    },

    async content(pact) {
      const file = at('pacts', ...pairPath(pact), `${pact.digest}.json`);
      return parse<PactContent>(file, (await readIfThere(file)) ?? '');
    },

    async verdict(pact, providerVersion): Promise<Verdict | null> {
      const file = verdictFile(pact, providerVersion);
      const text = await readIfThere(file);
      if (text === null) return null;
      const { success, failures } = parse<Verdict>(file, text);
      return { success, failures };
    },

    environments: () => namesIn(at('environments')),

    async deployed(environment) {
      await requireFolder(root, folder);
      const here = environmentFolder(environment);
      const files = (await namesIn(here)).map((name) => join(here, name));
      const texts = await Promise.all(files.map(async (file) => [file, await readIfThere(file)] as const));
      return texts.flatMap(([file, text]) => {
        if (text === null) return [];
        return [{ name: basename(file, '.json'), version: parse<Participant>(file, text).version }];
      });
    },

    async recordDeployment(participant, environment) {
      const { name, version } = participant;
      const file = join(environmentFolder(environment), `${requireName('participant', name)}.json`);
      if (!(await this.published(participant))) throw neverPublished(participant, folder);
      await replaceFile(file, print({ name, version, deployedAt: now().toISOString() }));
    },
  };
}

function pairPath({ consumer, provider }: { readonly consumer: string; readonly provider: string }): string[] {
  return [requireName('participant', consumer), requireName('participant', provider)];
}

function print(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function parse<T>(file: string, text: string): T {
  try {
    return JSON.parse(text) as T;
  } catch (cause) {
    throw new AuroraError('store_damaged', `${file} cannot be read.`, {
      exit: 'failed',
      details: [(cause as Error).message, 'Aurora writes such files whole; something else has touched it.'],
      next: `remove ${file}, then aurora contracts publish once more`,
      cause,
    });
  }
}

/** @throws AuroraError `no_store`: an empty answer would look like an answer */
async function requireFolder(root: string, folder: string): Promise<void> {
  if (await isFolder(root)) return;
  throw new AuroraError('no_store', `There is no folder ${folder}, so nothing was ever published there.`, {
    exit: 'usage',
    next: `aurora contracts publish --to ${folder}`,
  });
}

async function asFolder(root: string): Promise<void> {
  const found = await stat(root).catch(() => undefined);
  if (!found || found.isDirectory()) return;
  throw new AuroraError('no_store', `${root} is no folder.`, { exit: 'usage' });
}

async function isFolder(root: string): Promise<boolean> {
  return (await stat(root).catch(() => undefined))?.isDirectory() ?? false;
}

function taken({ name, version }: Participant, store: string): AuroraError {
  return new AuroraError('version_taken', `${name} ${version} was published to ${store} with other pacts.`, {
    exit: 'failed',
    details: ['What a version asks of others never changes, or what was decided about it would not hold any more.'],
    next: 'commit what has changed, so that it has a version of its own; or name one with --version',
  });
}
