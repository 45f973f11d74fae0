import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectConfig } from '../../../../cli/config/inspect.ts';
import type { DomainService, Fleet } from '../../../../cli/config/model.ts';
import { contractsOf, NOTHING_STANDS } from '../../../../cli/generate/plan/contracts/contracts.ts';
import type { Evolution } from '../../../../cli/generate/plan/evolve/evolve.ts';
import { planMigrations } from '../../../../cli/generate/plan/migrations.ts';
import { scopesOf } from '../../../../cli/generate/plan/scopes.ts';
import { loadTemplates } from '../../../../cli/generate/templates/load.ts';
import { packageRoot } from '../../../../cli/package.ts';

const SERVICE = 'shop-service';

/** @param entities YAML of the service's entities */
export function shopOf(entities: string): Fleet {
  const text = `version: 1
name: shop
services:
  ${SERVICE}:
    kind: domain
    port: 8001
    entities:
${entities.replace(/^/gm, '      ')}
`;
  const { fleet, findings } = inspectConfig({ text, file: '/shop.yaml', environment: 'development', variables: {} });
  if (!fleet) throw new Error(JSON.stringify(findings, null, 2));
  return fleet;
}

export function serviceOf(fleet: Fleet): DomainService {
  return fleet.services[0] as DomainService;
}

const templates = loadTemplates(join(packageRoot, 'templates')).filter(
  ({ set, target }) => (set === 'service' || set === 'domain') && target.startsWith('migrations/'),
);

/** The migrations of a service as `aurora generate` leaves them, one run after the other. */
export class Migrations implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'aurora-evolve-'));
  readonly #names: string[] = [];
  #model: Fleet | null = null;

  constructor() {
    symlinkSync(join(packageRoot, 'node_modules'), join(this.folder, 'node_modules'));
  }

  /** @returns the files that are new */
  generate(fleet: Fleet): { files: string[] } & Pick<Evolution, 'losses' | 'notes'> {
    const { scopes } = scopesOf(fleet, serviceOf(fleet), contractsOf(fleet, NOTHING_STANDS));
    const history = { ...NOTHING_STANDS, model: this.#model, emitted: () => true, list: () => this.#names };
    const { files, losses, notes } = planMigrations(serviceOf(fleet), scopes, templates, history);
    const written = files.map(({ path, content }) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      this.#names.push(name);
      writeFileSync(join(this.folder, name), content);
      return join(this.folder, name);
    });
    this.#model = fleet;
    return { files: written, losses, notes };
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
