import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Fleet } from '../../../../cli/config/model.ts';
import { apply } from '../../../../cli/generate/apply.ts';
import { type Proposal, propose } from '../../../../cli/generate/proposal.ts';
import { loadTemplates, type Template } from '../../../../cli/generate/templates/load.ts';
import { openTree, type Tree } from '../../../../cli/generate/tree.ts';

/** Small templates, one of each kind, whose output is easy to foresee. */
export const TEMPLATES = {
  'domain/services/__service__/src/generated/__entity__.ts.hbs':
    'export const {{entity.singular}} = [{{#each entity.fields}}{{literal name}}, {{/each}}];\n',
  'domain/services/__service__/src/hooks/__entity__.ts.hbs': '// yours: {{entity.singular}}\n',
  'domain/services/__service__/README.md.hbs':
    '# {{service.title}}\n\nIntroduction.\n\n## Entities\n\n{{#each service.entities}}- {{name}}\n{{/each}}\n## End\n\nPort {{service.port}}.\n',
  'domain/migrations/__service__/0001-create-messaging.ts.hbs': '// messaging\n',
  'domain/migrations/__service__/__number__-create-__entities__.ts.hbs':
    '// {{entity.table}}: {{#each entity.fields}}{{column}} {{/each}}\n',
};

/** A folder of its own for the fleet and one for the templates, gone at the end of the test. */
export class Workspace implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'aurora-generate-'));
  readonly #templates = mkdtempSync(join(tmpdir(), 'aurora-templates-'));
  readonly tree = openTree(this.root);

  constructor(templates: Readonly<Record<string, string>> = TEMPLATES) {
    for (const [id, source] of Object.entries(templates)) write(join(this.#templates, id), source);
  }

  template(id: string, source: string): void {
    write(join(this.#templates, id), source);
  }

  forget(id: string): void {
    rmSync(join(this.#templates, id));
  }

  templates(): readonly Template[] {
    return loadTemplates(this.#templates);
  }

  propose(fleet: Fleet): Proposal {
    return propose(fleet, this.templates(), this.tree);
  }

  /** Proposes and applies; `tree` may fail on the way. */
  generate(fleet: Fleet, tree: Tree = this.tree): Proposal {
    const proposal = this.propose(fleet);
    apply(proposal, tree);
    return proposal;
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  write(path: string, content: string): void {
    write(join(this.root, path), content);
  }

  edit(path: string, from: string, to: string): void {
    const before = this.read(path);
    if (!before.includes(from)) throw new Error(`${path} does not contain ${from}`);
    this.write(path, before.replace(from, to));
  }

  remove(path: string): void {
    rmSync(join(this.root, path));
  }

  /** Every file with its content. */
  snapshot(): Record<string, string> {
    return Object.fromEntries(this.files().map((path) => [path, this.read(path)]));
  }

  files(): string[] {
    return readdirSync(this.root, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(this.root, path), { throwIfNoEntry: false })?.isFile())
      .sort();
  }

  /** Modification times by path. */
  times(): Record<string, bigint> {
    return Object.fromEntries(
      this.files().map((path) => [path, statSync(join(this.root, path), { bigint: true }).mtimeNs]),
    );
  }

  [Symbol.dispose](): void {
    for (const folder of [this.root, this.#templates]) rmSync(folder, { recursive: true, force: true });
  }
}

/** `create services/…`, the way a person would tell it. */
export function told(proposal: Proposal): string[] {
  return proposal.changes.map(({ action, path }) => `${action} ${path}`);
}

function write(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
