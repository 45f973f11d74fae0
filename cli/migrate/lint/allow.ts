import { nearest } from '../../config/nearest.ts';
import type { Problem } from './problems.ts';
import { RULES } from './rules/all.ts';
import type { Found } from './statements.ts';

/** Fewer words say nothing that a reader could check. */
const WORDS_AT_LEAST = 3;

interface Judged<T> {
  /** Those that are not allowed. */
  readonly left: readonly T[];
  /** What is wrong with the escapes themselves. */
  readonly problems: readonly Problem[];
}

/**
 * Takes out what a migration allows itself.
 * @param isWhole whether all that it does on all engines is known: else what nothing needs here may be needed there
 */
export function judgeAllowed<T extends Found>(
  allow: Readonly<Record<string, string>>,
  found: readonly T[],
  isWhole: boolean,
): Judged<T> {
  const problems = Object.entries(allow).flatMap(([id, reason]): Problem[] => {
    const rule = RULES.find((known) => known.id === id);
    if (!rule) {
      const meant = nearest(
        id,
        RULES.map((known) => known.id),
      );
      return [{ problem: 'allow-unknown-rule', subject: meant ? `${id}: did you mean ${meant}?` : id }];
    }
    if (reason.trim().split(/\s+/).length < WORDS_AT_LEAST)
      return [{ problem: 'allow-without-reason', subject: `${id}: ${reason}` }];
    const isNeeded = found.some(({ rule }) => rule.id === id);
    return isNeeded || !isWhole ? [] : [{ problem: 'allow-not-needed', subject: id }];
  });
  return { left: found.filter(({ rule }) => !Object.hasOwn(allow, rule.id)), problems };
}
