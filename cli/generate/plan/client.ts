import type { Fleet, Service } from '../../config/model.ts';
import type { PlannedFile } from '../contract.ts';
import { printLiteral } from '../format/literal.ts';
import type { Template } from '../templates/load.ts';
import { isNothing } from './migrations.ts';
import { renderedFile } from './planned-file.ts';
import { fillTarget, variablesOf } from './target.ts';
import { type ClientOperationView, viewClient, viewClientOperations } from './view/client.ts';
import { viewFleet } from './view/fleet.ts';
import { viewSharedEnums } from './view/shared-enums.ts';

/** The typed client of the fleet: one package for all of its entities, or nothing where there are none. */
export function planClient(fleet: Fleet, templates: readonly Template[]): PlannedFile[] {
  const entities = viewClient(fleet);
  if (entities.length === 0) return [];
  const operations = viewClientOperations(fleet, entities);
  const services = [...new Set(entities.map(({ service }) => service))];
  const enums = viewSharedEnums(fleet, [
    ...new Set([...entities, ...operations].flatMap(({ sharedEnums }) => sharedEnums)),
  ]);
  const view = {
    fleet: viewFleet(fleet),
    client: { entities, ...kindsOf(operations), operations, enums, services, url: urlOf(fleet), example: entities[0] },
  };
  const once = { values: {}, view };
  const scopes: Readonly<Record<string, readonly { values: Readonly<Record<string, string>>; view: object }[]>> = {
    entity: entities.map((entity) => ({ values: { entity: entity.file }, view: { ...view, entity } })),
    operation: operations.map((operation) => ({ values: { operation: operation.file }, view: { ...view, operation } })),
  };
  return templates
    .filter(({ set }) => set === 'client')
    .flatMap(({ id, target, render }) =>
      (scopes[variablesOf(target)[0] ?? ''] ?? [once]).flatMap((scope) => {
        const content = render(scope.view);
        return isNothing(content) ? [] : [renderedFile(fillTarget(target, scope.values), id, content)];
      }),
    );
}

function kindsOf(operations: readonly ClientOperationView[]) {
  return {
    commands: operations.filter(({ isCommand }) => isCommand),
    queries: operations.filter(({ isCommand }) => !isCommand),
  };
}

/** Where one reaches the fleet on the machine that it runs on: its gateway, or each service, as TypeScript. */
function urlOf({ services }: Fleet): string {
  const address = ({ port }: Service) => `http://127.0.0.1:${port}`;
  const gateway = services.find(({ kind }) => kind === 'gateway');
  if (gateway) return printLiteral(address(gateway));
  const owners = services.filter(({ kind }) => kind === 'domain' || kind === 'file');
  return printLiteral(Object.fromEntries(owners.map((owner) => [owner.name, address(owner)])));
}
