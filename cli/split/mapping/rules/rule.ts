import type { Fleet } from '../../../config/model.ts';
import type { Draft } from '../draft.ts';
import type { Mistake } from '../mistake.ts';

/** What the schema cannot say. It has cut out what it refused, so anything may be missing. */
export type Rule = (draft: Draft, fleet: Fleet) => Iterable<Mistake>;
