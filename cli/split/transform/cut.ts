import { lengthOf } from '../fit/text.ts';
import type { Step } from './step.ts';

/** The first characters, as many as there is room for. */
export function cut(max: number): Step {
  return (text) => (text.length <= max || lengthOf(text) <= max ? text : [...text].slice(0, max).join(''));
}
