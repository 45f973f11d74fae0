import type { Fleet } from '../config/model.ts';
import type { Pair } from './pact.ts';
export function pairsOf(_fleet: Fleet): readonly Pair[] {
  return [];
}
