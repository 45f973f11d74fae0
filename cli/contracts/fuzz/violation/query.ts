import fc from 'fast-check';
import type { Surroundings } from '../arbitrary.ts';
import type { Operation, Parameter } from '../document.ts';
import { type Draft, written } from '../draft.ts';
import { sometimes } from '../sometimes.ts';
import type { Violation } from './contract.ts';
import { wrongValues } from './values.ts';

const INVALID = [400];
/** What cannot be said in a URL, where all is text, and a list without anything is one empty text. */
const TEXT_IN_A_URL = ['type', 'null', 'item: type', 'item: null', 'too few items'];
const NO_NUMBERS = ['', 'x', '1.5', '1e1', '0x1', ' 1', 'NaN'];
const NO_BOOLEANS = ['', 'maybe', '1', 'TRUE'];
const NO_CURSORS = ['', 'x', 'e30', '%00', 'W10', 'bnVsbA', 'WyJpZCIsIngiXQ', 'A'.repeat(5000)];

/** Queries that the document does not allow: one parameter each. */
export function queryViolations(operation: Operation, good: fc.Arbitrary<Draft>, around: Surroundings): Violation[] {
  const parameters = operation.parameters.filter((each) => each.in === 'query');
  if (parameters.length === 0) return [];
  const violations: Violation[] = [];
  const add = (kind: string, name: string, texts: fc.Arbitrary<string>) => {
    const key = `${encodeURIComponent(name)}=`;
    const drafts = fc.tuple(good, texts).map(([draft, text]) => ({
      ...draft,
      query: [...draft.query.filter((each) => !each.startsWith(key)), text],
    }));
    violations.push({ kind, where: `query ${name}`, statuses: INVALID, drafts });
  };
  for (const parameter of parameters) {
    const { name, schema } = parameter;
    const texts = (all: readonly string[]) =>
      fc.constantFrom(...all).map((each) => `${encodeURIComponent(name)}=${each}`);
    if (name === 'cursor') add('bad cursor', name, texts(NO_CURSORS));
    if (schema.type === 'integer') add('type', name, texts(NO_NUMBERS));
    if (schema.type === 'boolean') add('type', name, texts(NO_BOOLEANS));
    if (parameter.required) add('missing', name, fc.constant(''));
    for (const { kind, values } of wrongValues(around.document, schema)) {
      if (TEXT_IN_A_URL.includes(kind)) continue;
      add(
        kind,
        name,
        sometimes(values, `${kind} in ${name}`, (value) => isStillWrong(parameter, value, around)).map((value) =>
          written(parameter, value),
        ),
      );
    }
    if (schema.type === 'string') {
      add('NUL', name, texts(['%00', 'a%00b']));
      add('bytes that are no UTF-8', name, texts(['%ff', '%c3', '%ed%a0%80']));
    }
    if (schema.type !== 'array') {
      add(
        'given twice',
        name,
        texts(['1', 'x']).map((each) => `${each}&${each}`),
      );
    }
  }
  const unknown = [
    'color=red',
    '__proto__=x',
    'filter=x',
    'filter[color]=red',
    'filter[__proto__]=x',
    'constructor=x',
    '%zz=1',
    '=x',
  ];
  add('unknown parameter', 'of nothing', fc.constantFrom(...unknown));
  return violations;
}

/** All is text there: what is no array of texts may be one that fits. */
function isStillWrong({ schema }: Parameter, value: unknown, { conformity }: Surroundings): boolean {
  if (Array.isArray(value)) {
    const texts = value.map(String);
    return texts.every((each) => !each.includes(',')) && conformity(schema, texts).length > 0 && texts.length > 0;
  }
  // A filter takes a day for its first moment, which `date-time` does not say.
  if (schema.format === 'date-time' && conformity({ type: 'string', format: 'date' }, value).length === 0) return false;
  return conformity(schema, value).length > 0;
}
