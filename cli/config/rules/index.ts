import { composites } from './composites.ts';
import { cycles } from './cycles.ts';
import { databaseNames } from './database-names.ts';
import { deploy } from './deploy.ts';
import { entityNames } from './entity-names.ts';
import { enums } from './enums.ts';
import { events } from './events.ts';
import { fields } from './fields.ts';
import { gatewayRoutes } from './gateway-routes.ts';
import { gatewaySettings } from './gateway-settings.ts';
import { insideOnly } from './inside-only.ts';
import { kinds } from './kinds.ts';
import { lists } from './lists.ts';
import { monitoring } from './monitoring.ts';
import { observability } from './observability.ts';
import { operations } from './operations.ts';
import { ports } from './ports.ts';
import { references } from './references.ts';
import { registry } from './registry.ts';
import { renames } from './renames.ts';
import { replicas } from './replicas.ts';
import { requiredCircles } from './required-circles.ts';
import { rows } from './rows.ts';
import type { Rule } from './rule.ts';
import { seeds } from './seeds.ts';
import { serviceNames } from './service-names.ts';
import { subscribers } from './subscribers.ts';
import { typeNames } from './type-names.ts';

export const RULES: readonly Rule[] = [
  kinds,
  registry,
  ports,
  replicas,
  serviceNames,
  entityNames,
  typeNames,
  enums,
  fields,
  lists,
  references,
  renames,
  cycles,
  requiredCircles,
  events,
  operations,
  gatewayRoutes,
  gatewaySettings,
  monitoring,
  deploy,
  subscribers,
  seeds,
  insideOnly,
  composites,
  databaseNames,
  rows,
  observability,
];
