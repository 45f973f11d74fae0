import type { Fleet, Service } from '../../config/model.ts';
import type { Contracts } from './contracts/contracts.ts';
import { variablesOf } from './target.ts';
import { entityNames } from './view/entity.ts';
import { type ServiceView, viewService } from './view/service.ts';

/** One rendering of a template: what it is for, the values of its path variables, and what it sees. */
export interface Scope {
  /** Name of the entity, or of the service. */
  readonly of: string;
  readonly values: Readonly<Record<string, string>>;
  readonly view: object;
}

export type Scopes = (target: string) => readonly Scope[];

/** The scopes of a service: a target that names an entity is rendered once for each, any other once for the service. */
export function scopesOf(
  fleet: Fleet,
  service: Service,
  contracts: Contracts,
): { readonly view: ServiceView; readonly scopes: Scopes } {
  const view = viewService(fleet, service, contracts);
  const values = { service: service.name };
  const once = [{ of: service.name, values, view }];
  const entities = service.kind === 'domain' ? service.entities : [];
  const each = entities.map((entity, index) => ({
    of: entity.name,
    values: { ...values, ...entityNames(entity) },
    view: { ...view, entity: view.service.entities[index] },
  }));
  const operations = view.service.operations.map((operation) => ({
    of: operation.file,
    values: { ...values, operation: operation.file, command: operation.file, query: operation.file },
    view: { ...view, operation },
    isCommand: operation.isCommand,
  }));
  const subscribers = view.service.subscribers.map((subscriber) => ({
    of: subscriber.file,
    values: { ...values, subscriber: subscriber.file },
    view: { ...view, subscriber },
  }));
  const upcasters = view.service.upcasters.map((upcaster) => ({
    of: upcaster.file,
    values: { ...values, upcaster: upcaster.file },
    view: { ...view, upcaster },
  }));
  const consumes = view.service.pacts.consumes.map((pact) => ({
    of: pact.provider,
    values: { ...values, provider: pact.provider },
    view: { ...view, pact },
  }));
  const scopes: Scopes = (target) => {
    const variables = variablesOf(target);
    if (variables.some(isOfEntity)) return each;
    if (variables.includes('operation')) return operations;
    if (variables.includes('command')) return operations.filter(({ isCommand }) => isCommand);
    if (variables.includes('query')) return operations.filter(({ isCommand }) => !isCommand);
    if (variables.includes('subscriber')) return subscribers;
    if (variables.includes('upcaster')) return upcasters;
    if (variables.includes('provider')) return consumes;
    return once;
  };
  return { view, scopes };
}

function isOfEntity(variable: string): boolean {
  return variable === 'entity' || variable === 'entities';
}
