import type { Fleet, Service } from '../../config/model.ts';
import type { PlannedFile } from '../contract.ts';
import { printLiteral } from '../format/literal.ts';
import type { Template } from '../templates/load.ts';
import { isNothing } from './migrations.ts';
import { renderedFile } from './planned-file.ts';
import { fillTarget, variablesOf } from './target.ts';
import { viewClient } from './view/client.ts';
import { viewFleet } from './view/fleet.ts';
import { viewSharedEnums } from './view/shared-enums.ts';

/** The typed client of the fleet: one package for all of its entities, or nothing where there are none. */
export function planClient(fleet: Fleet, templates: readonly Template[]): PlannedFile[] {
  const entities = viewClient(fleet);
  if (entities.length === 0) return [];
  const services = [...new Set(entities.map(({ service }) => service))];
  const enums = viewSharedEnums(fleet, [...new Set(entities.flatMap(({ sharedEnums }) => sharedEnums))]);
  const client = { entities, services, enums, url: urlOf(fleet), example: entities[0] };
  const view = { fleet: viewFleet(fleet), client };
  const once = { values: {}, view };
  const each = entities.map((entity) => ({ values: { entity: entity.file }, view: { ...view, entity } }));
  return templates
    .filter(({ set }) => set === 'client')
    .flatMap(({ id, target, render }) =>
      (variablesOf(target).length > 0 ? each : [once]).flatMap(({ values, view }) => {
        const content = render(view);
        return isNothing(content) ? [] : [renderedFile(fillTarget(target, values), id, content)];
      }),
    );
}

/** Where one reaches the fleet on the machine that it runs on: its gateway, or each service, as TypeScript. */
function urlOf({ services }: Fleet): string {
  const address = ({ port }: Service) => `http://127.0.0.1:${port}`;
  const gateway = services.find(({ kind }) => kind === 'gateway');
  if (gateway) return printLiteral(address(gateway));
  const owners = services.filter(({ kind }) => kind === 'domain' || kind === 'file');
  return printLiteral(Object.fromEntries(owners.map((owner) => [owner.name, address(owner)])));
}
