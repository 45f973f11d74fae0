import { runSeeds } from '@aurora/shared/seeds';
import { seedPlan } from './generated/seed-plan.ts';

await runSeeds(seedPlan);
