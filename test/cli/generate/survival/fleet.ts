import type { Fleet } from '../../../../cli/config/model.ts';
import { domain, entity, fleetOf, string } from '../support/fleet.ts';

/** What a config may be, in as few words as a random test needs. */
export interface Plan {
  readonly [service: string]: { readonly port: number; readonly entities: Readonly<Record<string, readonly string[]>> };
}

export const SERVICES = ['order-service', 'stock-service', 'crm'];
/** Of each service. */
export const ENTITIES = [
  ['Order', 'Item', 'Tag'],
  ['Bin', 'Move', 'Count'],
  ['Client', 'Lead', 'Call'],
];
export const FIELDS = ['code', 'name', 'note'];

/** Long enough to have edits apart from each other and right beside each other; every line of an output is there once. */
export const TEMPLATES = {
  'domain/services/__service__/src/generated/__entity__.ts.hbs':
    '// {{entity.singular}}\n{{#each entity.fields}}export const {{name}} = 1;\n{{/each}}',
  'domain/services/__service__/src/hooks/__entity__.ts.hbs':
    '// hooks of {{entity.singular}}\nexport {};\n\n// {{#each entity.fields}}{{name}} {{/each}}\n',
  'domain/services/__service__/README.md.hbs': `# {{service.title}}

Listens on {{service.port}}.

## Entities

{{#each service.entities}}
### {{name}}

{{#each fields}}
- {{../name}}.{{name}}
{{/each}}

{{/each}}
## How to start

On port {{service.port}} it is.

## End
`,
  'domain/migrations/__service__/__number__-create-__entities__.ts.hbs': '// {{entity.table}}\n',
};

export function fleetFor(root: string, plan: Plan): Fleet {
  const services = Object.entries(plan).map(([name, { port, entities }]) => ({
    ...domain(
      name,
      ...Object.entries(entities).map(([entityName, fields]) =>
        entity(entityName, ...fields.map((field) => string(field))),
      ),
    ),
    port,
  }));
  return fleetOf(root, ...services);
}

/** Of a file's path alone, as the documentation tells it. */
export function classOf(path: string): 'generated' | 'owned' | 'merged' | 'migration' {
  if (path.startsWith('migrations/')) return 'migration';
  if (path.includes('/src/generated/')) return 'generated';
  return path.endsWith('README.md') ? 'merged' : 'owned';
}
