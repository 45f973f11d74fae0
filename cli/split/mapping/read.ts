import { dirname, join } from 'node:path';
import { buildTree } from '../../config/build-tree.ts';
import { checkSchema } from '../../config/check-schema.ts';
import { type Finding, formatFinding, inOrder, pathFrom } from '../../config/findings.ts';
import { place } from '../../config/inspect.ts';
import type { Fleet } from '../../config/model.ts';
import { parseYaml, type TextMistake } from '../../config/parse.ts';
import { readConfig } from '../../config/read.ts';
import type { Tree } from '../../config/tree.ts';
import { AuroraError } from '../../errors.ts';
import type { SplitCode } from './codes.ts';
import type { SplitMapping } from './contract.ts';
import type { Draft } from './draft.ts';
import type { Mistake } from './mistake.ts';
import { resolveMapping } from './resolve.ts';
import { RULES } from './rules/index.ts';
import { validate } from './validator.js';

export const SPLIT_FILE = 'aurora.split.yaml';

/** A mapping, and where each of its keys stands. */
export interface ReadMapping extends SplitMapping {
  /** Throws what later is found wrong, such as columns that are not there. */
  readonly refuse: (mistakes: readonly Mistake[]) => void;
}

export const splitFileOf = (fleet: Fleet): string => join(dirname(fleet.file), SPLIT_FILE);

/**
 * The mapping beside the config.
 * @throws AuroraError `split_mapping_missing`, `split_mapping_invalid` with every mistake in it
 */
export function readMapping(fleet: Fleet, file = splitFileOf(fleet)): ReadMapping {
  const read = readConfig(file);
  if ('text' in read) return parseMapping(read.text, file, fleet);
  if (read.code !== 'file_missing') throw invalid(file, [{ line: 1, column: 1, ...read }]);
  throw new AuroraError('split_mapping_missing', `There is no ${pathFrom(process.cwd(), file)}.`, {
    exit: 'config',
    details: ['It says which tables of the old database go where.'],
    next: 'aurora migrate split init --from URL',
  });
}

/** The same from its text. */
export function parseMapping(text: string, file: string, fleet: Fleet): ReadMapping {
  const parsed = parseYaml(text);
  if ('mistakes' in parsed) throw invalid(file, parsed.mistakes);
  const { tree, mistakes } = buildTree(parsed);
  if (tree.kind !== 'map') {
    const message = 'a mapping file is keys with values, as `aurora migrate split init` writes it';
    throw invalid(file, [...mistakes, { ...tree.at, code: 'not_a_mapping', message }]);
  }
  const checked = checkSchema(tree, validate);
  const draft = checked.value as Draft;
  const refuse = refusing(file, tree);
  const broken = RULES.flatMap((rule) => [...rule(draft, fleet)]);
  refuse([...checked.mistakes, ...broken], mistakes);
  return { ...resolveMapping(draft, fleet, file), refuse };
}

function refusing(file: string, tree: Tree) {
  return (mistakes: readonly Mistake[], others: readonly TextMistake<SplitCode>[] = []): void => {
    const placed = [...others, ...mistakes.flatMap((mistake) => place(mistake, tree))];
    if (placed.length > 0) throw invalid(file, placed);
  };
}

function invalid(file: string, mistakes: readonly TextMistake<SplitCode>[]): AuroraError {
  const findings: Finding<SplitCode>[] = inOrder(mistakes.map((mistake) => ({ file, ...mistake })));
  const many = findings.length === 1 ? 'a mistake' : `${findings.length} mistakes`;
  return new AuroraError('split_mapping_invalid', `${pathFrom(process.cwd(), file)} has ${many}.`, {
    exit: 'config',
    details: findings.map((finding) => formatFinding(finding)),
    facts: { findings },
    next: 'correct it, then: aurora migrate split --dry-run',
  });
}
