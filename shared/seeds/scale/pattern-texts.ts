import type { PatternShape, TextShape, Values } from './contract.ts';
import { draw } from './draw.ts';
import { countOf, limited, textAt } from './text-shape.ts';

export interface Lengths {
  /** In characters. */
  readonly minLength: number;
  readonly maxLength: number;
}

/** Texts that are looked at one by one. */
const FEW = 20_000;
/** Texts that are tried to find out whether all match. */
const TRIED = 200;

/**
 * Texts that match a pattern, made from what it is made of. Of many the first ones come in the order in which one counts:
 * `AA-0001`, `AA-0002`. A text may have two numbers where the pattern can be read in two ways.
 */
export function patternTexts({ pattern, of }: PatternShape, { minLength, maxLength }: Lengths): Values {
  const expression = new RegExp(pattern, 'u');
  const fits = (text: string) => {
    const length = [...text].length;
    return length >= minLength && length <= maxLength && expression.test(text);
  };
  const shortest = [...textAt(limited(of, 0), 0)].length;
  const shapes = [limited(of, 0), limited(of, Math.max(0, minLength - shortest))];
  for (const shape of shapes) {
    const all = countOf(shape);
    if (all > FEW && drawn(shape, TRIED).every(fits)) {
      return { size: all, usual: all, repeats: true, at: (index) => textAt(shape, index) };
    }
    const counted = Array.from({ length: Math.min(all, FEW) }, (_, index) => textAt(shape, index));
    const texts = [...new Set([...counted, ...(all > FEW ? drawn(shape, FEW) : [])].filter(fits))];
    if (texts.length > 0) return { size: texts.length, usual: texts.length, at: (index) => texts[index] };
  }
  return { size: 0, usual: 0, at: () => undefined };
}

function drawn(shape: TextShape, count: number): string[] {
  const all = countOf(shape);
  return Array.from({ length: count }, (_, index) => textAt(shape, draw(`text ${index}`, all)));
}
