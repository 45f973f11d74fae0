import { basename, dirname, join, relative } from 'node:path';

/** Where a contract test stands: `<fleet>/services/<service>/test/contracts/…`. */
export interface Place {
  /** The fleet's folder. */
  readonly root: string;
  /** The service, or `client`. */
  readonly participant: string;
  /** The test, from the fleet's folder on, with slashes. */
  readonly test: string;
}

/** @param file absolute path of a contract test. @throws Error where it is none */
export function placeOf(file: string): Place {
  let folder = dirname(file);
  while (basename(folder) !== 'contracts' || basename(dirname(folder)) !== 'test') {
    if (folder === dirname(folder)) throw new Error(`${file} does not lie below services/<service>/test/contracts`);
    folder = dirname(folder);
  }
  const service = join(folder, '../..');
  const root = join(service, '../..');
  return { root, participant: basename(service), test: relative(root, file).replaceAll('\\', '/') };
}

/** Of the fleet, unless `AURORA_CONTRACT_PACTS` names another: what is being recorded, or what runs elsewhere. */
export function pactsFolder(root: string): string {
  return process.env.AURORA_CONTRACT_PACTS ?? join(root, 'contracts', 'pacts');
}

/** What holds all that a consumer asks of a provider. */
export function pactFileName(consumer: string, provider: string): string {
  return `${consumer}-${provider}.json`;
}
