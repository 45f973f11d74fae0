import type { Fleet, Monitoring } from '../../config/model.ts';
import { needsBroker, needsDatabase } from '../../runtimes/needs.ts';
import type { RuleGroup } from '../rule.ts';
import { selectIn } from '../select.ts';
import { dependencyRules } from './dependencies.ts';
import { eventRules } from './events.ts';
import { machineRules } from './machine.ts';
import { objectiveRules } from './objectives.ts';
import { requestRules } from './requests.ts';
import { serviceRules } from './services.ts';

/** All rules for a fleet, none about what it does not have. */
export function rulesFor(fleet: Fleet, { scrapeSeconds, slo }: Monitoring): readonly RuleGroup[] {
  const select = selectIn(fleet.name);
  const gateway = fleet.services.find(({ kind }) => kind === 'gateway');
  const hasGateway = gateway !== undefined;
  const hasDatabase = fleet.services.some(needsDatabase);
  return [
    requestRules(select, hasGateway),
    ...(gateway ? objectiveRules(select, gateway.name, slo) : []),
    serviceRules(select, fleet, scrapeSeconds),
    dependencyRules(select, { hasGateway, hasDatabase }),
    ...(fleet.services.some(needsBroker) ? [eventRules(select)] : []),
    machineRules(select),
  ];
}
