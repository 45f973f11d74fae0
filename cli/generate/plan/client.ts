import type { Fleet, Service } from '../../config/model.ts';
import { printLiteral } from '../format/literal.ts';
import type { KnownOutputs } from '../known-outputs.ts';
import type { Template } from '../templates/load.ts';
import { type PlannedOutput, planOutput, type Rendering } from './output.ts';
import { fillTarget, variablesOf } from './target.ts';
import { type ClientEntityView, type ClientOperationView, viewClient, viewClientOperations } from './view/client.ts';
import { viewClientPacts } from './view/client-pacts.ts';
import { viewFleet } from './view/fleet.ts';
import { viewSharedEnums } from './view/shared-enums.ts';

/** The typed client of the fleet: one package for all of its entities, or nothing where there are none. */
export function planClient(
  fleet: Fleet,
  all: readonly Template[],
  known: KnownOutputs | undefined,
): readonly PlannedOutput[] {
  const entities = viewClient(fleet);
  if (entities.length === 0) return [];
  const templates = all.filter(({ set }) => set === 'client');
  const ofEntities = templates.filter(({ target }) => variablesOf(target).includes('entity'));
  const others = templates.filter((template) => !ofEntities.includes(template));
  // Each by itself, and all that it sees: there are many, and few change at a time.
  const each = entities.map((entity) => {
    const renderings = ofEntities.map((template) => ({
      template,
      path: fillTarget(template.target, { entity: entity.file }),
      view: { entity },
    }));
    return planOutput(`client/${entity.file}`, entity, renderings, known);
  });
  return [...each, planWhole(fleet, entities, each, others, known)];
}

function planWhole(
  fleet: Fleet,
  entities: readonly ClientEntityView[],
  each: readonly PlannedOutput[],
  templates: readonly Template[],
  known: KnownOutputs | undefined,
): PlannedOutput {
  const operations = viewClientOperations(fleet, entities);
  const services = [...new Set(entities.map(({ service }) => service))];
  const enums = viewSharedEnums(fleet, [
    ...new Set([...entities, ...operations].flatMap(({ sharedEnums }) => sharedEnums)),
  ]);
  const names = { entities, ...kindsOf(operations), operations, enums, services };
  const view = { fleet: viewFleet(fleet), client: { ...names, url: urlOf(fleet), example: entities[0] } };
  const renderings = templates.flatMap((template): Rendering[] => {
    const { target } = template;
    if (variablesOf(target).includes('provider')) {
      return viewClientPacts(fleet).map((pact) => {
        return { template, path: fillTarget(target, { provider: pact.provider }), view: { ...view, pact } };
      });
    }
    if (!variablesOf(target).includes('operation')) return [{ template, path: target, view }];
    return operations.map((operation) => {
      return { template, path: fillTarget(target, { operation: operation.file }), view: { ...view, operation } };
    });
  });
  // Known by what is known of each already: all of them again would take as long.
  const key = {
    ...view,
    pacts: viewClientPacts(fleet),
    client: { ...view.client, entities: each.map(({ input }) => input) },
  };
  return planOutput('client', key, renderings, known);
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
