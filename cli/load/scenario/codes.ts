import type { FindingCode } from '../../config/codes.ts';

/** What can be wrong with a scenario, beside what can be with any file of ours. */
export type ScenarioCode = 'one_deed' | 'one_rate' | 'bad_threshold' | 'unknown_action' | 'no_weight' | FindingCode;
