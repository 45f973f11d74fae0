import { type AST, RegExpParser } from '@eslint-community/regexpp';
import type { TextShape } from '../../../shared/seeds/scale/contract.ts';
import { withoutConditions } from './conditions.ts';

/** Characters that people type; others are looked for where none of these will do. */
const TYPED = range(0x21, 0x7e);
const OTHERS = [' ', ...range(0xa1, 0x24f), ...range(0x370, 0x4ff), ...range(0x4e00, 0x4eff)];
const SIMPLE = /[A-Za-z0-9]/;
/** Of a class that takes nearly everything, letters and digits do. */
const MANY = 62;
/** Of a repetition without an end. */
const ENDLESS = 1_000_000;

/**
 * What texts that match a pattern are made of, so that any number of them can be made in order. Conditions that no place
 * by itself can meet are left out: texts have to be tried against the pattern.
 * @returns undefined where it cannot be told
 */
export function shapeOf(pattern: string): TextShape | undefined {
  try {
    const { alternatives } = new RegExpParser().parsePattern(withoutConditions(pattern), 0, undefined, {
      unicode: true,
    });
    return anyOf(alternatives);
  } catch {
    return undefined;
  }
}

function anyOf(alternatives: readonly AST.Alternative[]): TextShape {
  const shapes = alternatives.map(({ elements }) => allOf(elements.map(shapeOfElement)));
  return shapes.length === 1 ? (shapes[0] as TextShape) : { any: shapes };
}

/** Letters that follow each other are one text. */
function allOf(shapes: readonly TextShape[]): TextShape {
  const all: TextShape[] = [];
  for (const shape of shapes.filter((each) => each !== '')) {
    const last = all.at(-1);
    if (typeof shape === 'string' && typeof last === 'string') all[all.length - 1] = last + shape;
    else all.push(shape);
  }
  return all.length === 1 ? (all[0] as TextShape) : all.length === 0 ? '' : { all };
}

function shapeOfElement(element: AST.Element): TextShape {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return anyOf(element.alternatives);
    case 'Quantifier': {
      const times = shapeOfElement(element.element);
      const max = Math.min(element.max, ENDLESS);
      return element.min === 1 && max === 1 ? times : { times, min: element.min, max };
    }
    case 'Character':
      return String.fromCodePoint(element.value);
    case 'CharacterClass':
    case 'CharacterSet':
    case 'ExpressionCharacterClass':
      return { chars: charactersOf(element.raw) };
    case 'Assertion':
    case 'Backreference':
      return '';
  }
}

function charactersOf(raw: string): string {
  const one = new RegExp(`^(?:${raw})$`, 'u');
  const typed = TYPED.filter((each) => one.test(each));
  const simple = typed.filter((each) => SIMPLE.test(each));
  if (typed.length > MANY && simple.length > 0) return simple.join('');
  const chars = typed.length > 0 ? typed : OTHERS.filter((each) => one.test(each));
  if (chars.length === 0) throw new RangeError(`no usual character matches ${raw}`);
  return chars.join('');
}

function range(first: number, last: number): string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
}
