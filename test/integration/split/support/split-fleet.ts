import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFleet } from '../../../../cli/config/load.ts';
import type { Fleet } from '../../../../cli/config/model.ts';
import type { Runtime } from '../../../../cli/runtimes/contract.ts';
import { type StartedDatabase, startMariadb, startPostgres } from '../../../../shared/testing/index.ts';
import { type Finished, repository, run } from '../../../support/aurora.ts';
import { type Clone, clone } from '../../../support/clone.ts';
import type { Engine } from '../../../support/monolith/contract.ts';
import { type Monolith, makeMonolith } from '../../../support/monolith/monolith.ts';

const PEAK_MEMORY = join(repository, 'test/bench/peak-memory.ts');

/** This repository's fleet with empty databases, and the old database that is to be split into them, on one server. */
export interface SplitFleet extends AsyncDisposable {
  readonly engine: Engine;
  readonly clone: Clone;
  readonly server: StartedDatabase;
  readonly monolith: Monolith;
  /** The folder that paths of files lead below. */
  readonly uploads: string;
  readonly config: Fleet;
  /** For actions: lends the databases, and tells where contents are. */
  readonly runtime: Runtime;
  /** Where the file service keeps contents. */
  readonly blobs: string;
  /** `aurora migrate split …` of the old database. */
  split(...args: string[]): Promise<Finished>;
  /** The same, and leaves in a file how many kilobytes of memory its process held at most. */
  measured(file: string, ...args: string[]): Promise<Finished>;
  /** An administrator's URL of a service's database. */
  urlOf(service: string): string;
}

export async function splitFleet(engine: Engine, rows: number): Promise<SplitFleet> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await (engine === 'mariadb' ? startMariadb() : startPostgres()));
  const uploads = stack.adopt(await mkdtemp(join(tmpdir(), 'aurora-test-uploads-')), (folder) =>
    rm(folder, { recursive: true, force: true }),
  );
  const fleet = stack.use(await clone({ DATABASE_URL: server.url() }));
  if (engine === 'mariadb') await fleet.edit('aurora.config.yaml', 'engine: postgres', 'engine: mariadb');
  await cp(join(repository, 'test/support/monolith/aurora.split.yaml'), join(fleet.root, 'aurora.split.yaml'));
  const monolith = await makeMonolith({ engine, server: server.url(), name: 'old', rows, uploads });
  const migrated = await fleet.aurora('migrate', 'up');
  if (migrated.exitCode !== 0) throw new Error(migrated.stderr);

  const command = (...args: string[]) => ['migrate', 'split', ...args, '--from', monolith.url, '--files', uploads];
  const storage = join(fleet.root, '.aurora/run/storage/file-service');
  const url = (service: string) => server.url(`aurora_${service.replaceAll('-', '_')}`);
  const runtime = {
    withDatabases: (_: Fleet, work: (databases: { url: typeof url }) => unknown) => work({ url }),
    environmentOf: async () => ({ STORAGE_DIR: storage }),
  };
  const owned = stack.move();
  return {
    engine,
    clone: fleet,
    server,
    monolith,
    uploads,
    config: await loadFleet({ file: join(fleet.root, 'aurora.config.yaml') }),
    runtime: runtime as unknown as Runtime,
    blobs: join(storage, 'blobs'),
    split: (...args) => fleet.aurora(...command(...args)),
    measured: (file, ...args) =>
      run(process.execPath, ['--import', PEAK_MEMORY, join(fleet.root, 'bin/run.js'), ...command(...args)], {
        cwd: fleet.root,
        env: { DATABASE_URL: server.url(), PEAK_MEMORY_FILE: file },
      }),
    urlOf: url,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
