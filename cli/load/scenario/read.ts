import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { buildTree } from '../../config/build-tree.ts';
import { checkSchema } from '../../config/check-schema.ts';
import { type Finding, formatFinding, inOrder, pathFrom } from '../../config/findings.ts';
import { place } from '../../config/inspect.ts';
import type { Fleet } from '../../config/model.ts';
import { nearest } from '../../config/nearest.ts';
import { parseYaml, type TextMistake } from '../../config/parse.ts';
import { readConfig } from '../../config/read.ts';
import { AuroraError } from '../../errors.ts';
import type { ScenarioCode } from './codes.ts';
import type { Scenario } from './contract.ts';
import type { Draft } from './draft.ts';
import { resolveScenario } from './resolve.ts';
import { mistakesIn } from './rules.ts';
import { validate } from './validator.js';

/** Folder of a fleet's scenarios. */
export const folderOf = (fleet: Fleet): string => join(dirname(fleet.file), 'load');

/**
 * The scenario of a name, or the one of a path that ends in .yaml.
 * @throws AuroraError `no_such_scenario`, `scenario_invalid` with every mistake in it
 */
export function readScenario(fleet: Fleet, wanted: string): Scenario {
  const file = wanted.endsWith('.yaml') ? wanted : join(folderOf(fleet), `${wanted}.yaml`);
  const read = readConfig(file);
  if ('text' in read) return parseScenario(read.text, file, fleet);
  if (read.code !== 'file_missing') throw invalid(file, [{ line: 1, column: 1, ...read }]);
  const names = scenariosOf(fleet);
  const meant = nearest(wanted, names);
  throw new AuroraError('no_such_scenario', `There is no scenario ${pathFrom(process.cwd(), file)}.`, {
    exit: 'usage',
    details: [
      ...(meant ? [`did you mean: ${meant}`] : []),
      names.length > 0 ? `Its scenarios: ${names.join(', ')}` : 'The fleet has none yet.',
    ],
    next: 'aurora load --init',
  });
}

function scenariosOf(fleet: Fleet): string[] {
  try {
    return readdirSync(folderOf(fleet))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => basename(file, '.yaml'))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** The same from its text. */
export function parseScenario(text: string, file: string, fleet: Fleet): Scenario {
  const parsed = parseYaml(text);
  if ('mistakes' in parsed) throw invalid(file, parsed.mistakes);
  const { tree, mistakes } = buildTree(parsed);
  if (tree.kind !== 'map') {
    const message = 'a scenario is keys with values, as `aurora load --init` writes it';
    throw invalid(file, [...mistakes, { ...tree.at, code: 'not_a_mapping', message }]);
  }
  const checked = checkSchema(tree, validate);
  const draft = checked.value as Draft;
  const wrong = [...checked.mistakes, ...mistakesIn(draft, fleet)].flatMap((mistake) => place(mistake, tree));
  if (mistakes.length + wrong.length > 0) throw invalid(file, [...mistakes, ...wrong]);
  return resolveScenario(basename(file, '.yaml'), draft);
}

function invalid(file: string, mistakes: readonly TextMistake<ScenarioCode>[]): AuroraError {
  const findings: Finding<ScenarioCode>[] = inOrder(mistakes.map((mistake) => ({ file, ...mistake })));
  const many = findings.length === 1 ? 'a mistake' : `${findings.length} mistakes`;
  return new AuroraError('scenario_invalid', `${pathFrom(process.cwd(), file)} has ${many}.`, {
    exit: 'config',
    details: findings.map((finding) => formatFinding(finding)),
    facts: { findings },
    next: 'correct it, then run it again',
  });
}
