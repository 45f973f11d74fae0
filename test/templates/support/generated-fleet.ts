import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { loadFleet } from '../../../cli/config/load.ts';
import type { Fleet } from '../../../cli/config/model.ts';
import { apply } from '../../../cli/generate/apply.ts';
import { type Proposal, propose } from '../../../cli/generate/proposal.ts';
import { loadTemplates } from '../../../cli/generate/templates/load.ts';
import { openTree } from '../../../cli/generate/tree.ts';
import { type Finished, repository, run } from '../../support/aurora.ts';
import { linkPackages } from '../../support/link-packages.ts';

/** A fleet that the real templates generate into a folder of its own, with all that its tools need. */
export class GeneratedFleet implements Disposable {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'aurora-fleet-')));
  readonly #config = join(this.root, 'aurora.config.yaml');

  constructor(config: { readonly file: string } | { readonly text: string }) {
    if ('file' in config) cpSync(config.file, this.#config);
    else writeFileSync(this.#config, config.text);
    linkPackages(this.root);
    this.#linkClient();
    this.#write('package.json', { name: 'fleet', type: 'module' });
    this.#write('biome.json', { extends: [join(repository, 'biome.json')], vcs: { enabled: false } });
    this.#write('tsconfig.json', {
      extends: join(repository, 'tsconfig.json'),
      compilerOptions: { incremental: false, tsBuildInfoFile: null },
      include: [join(repository, 'shared'), 'services', 'migrations', 'test'],
    });
  }

  fleet(): Promise<Fleet> {
    return loadFleet({ file: this.#config, environment: 'development' });
  }

  /** Changes its config. */
  async edit(change: (text: string) => string): Promise<void> {
    await writeFile(this.#config, change(await readFile(this.#config, 'utf8')));
  }

  async generate(): Promise<Proposal> {
    const tree = openTree(this.root);
    const proposal = propose(await this.fleet(), loadTemplates(join(repository, 'templates')), tree);
    apply(proposal, tree);
    return proposal;
  }

  /** Formatting, order of imports and every rule of the linter. */
  lint(): Promise<Finished> {
    return this.#tool('biome', 'check', '--error-on-warnings', 'services', 'migrations');
  }

  /** The mistakes in its own files; those of `shared/` are told where that is checked. */
  async typeCheck(): Promise<string[]> {
    // Other test files have the other cores, and threads cost a fifth more.
    const { exitCode, stdout, stderr } = await this.#tool('tsc', '--noEmit', '--singleThreaded', '-p', 'tsconfig.json');
    if (exitCode !== 0 && !stdout.includes('error TS')) throw new Error(`tsc did not run: ${stdout}${stderr}`);
    return stdout.split('\n').filter((line) => /^(services|migrations)\//.test(line));
  }

  /** Its own, which is the fleet's and not the repository's. */
  #linkClient(): void {
    const { name } = parse(readFileSync(this.#config, 'utf8')) as { name: string };
    const scope = join(this.root, 'node_modules', `@${name}`);
    mkdirSync(scope);
    symlinkSync(join(this.root, 'services/client'), join(scope, 'client'));
  }

  #tool(name: string, ...args: string[]): Promise<Finished> {
    return run(join(repository, 'node_modules', '.bin', name), args, { cwd: this.root });
  }

  #write(name: string, content: object): void {
    writeFileSync(join(this.root, name), JSON.stringify(content));
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
