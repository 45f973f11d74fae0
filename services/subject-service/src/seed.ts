import { runSeeds } from '@aurora/shared/seeds';
import { seeds } from './generated/seeds.ts';

await runSeeds(seeds);
