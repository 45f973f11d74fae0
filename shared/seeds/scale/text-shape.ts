import type { TextShape } from './contract.ts';

/** How many ways through a shape there are; `Number.MAX_SAFE_INTEGER` where they are more than that. */
export function countOf(shape: TextShape): number {
  if (typeof shape === 'string') return 1;
  const count = known.get(shape) ?? counted(shape);
  known.set(shape, count);
  return count;
}

/** Each is asked for again with every text. */
const known = new WeakMap<object, number>();

function counted(shape: Exclude<TextShape, string>): number {
  if ('chars' in shape) return [...shape.chars].length;
  if ('any' in shape) return atMost(shape.any.reduce((sum, each) => sum + countOf(each), 0));
  if ('all' in shape) return shape.all.reduce((product, each) => atMost(product * countOf(each)), 1);
  const one = countOf(shape.times);
  let sum = 0;
  for (let times = shape.min; times <= shape.max; times++) sum = atMost(sum + one ** times);
  return sum;
}

/** The text on the way of a number below `countOf`; the last place changes first, as digits do. */
export function textAt(shape: TextShape, index: number): string {
  if (typeof shape === 'string') return shape;
  if ('chars' in shape) return [...shape.chars][index] as string;
  if ('all' in shape) return placesAt(shape.all, index);
  let rest = index;
  if ('any' in shape) {
    for (const each of shape.any) {
      const count = countOf(each);
      if (rest < count) return textAt(each, rest);
      rest -= count;
    }
    return '';
  }
  const one = countOf(shape.times);
  for (let times = shape.min; times <= shape.max; times++) {
    const count = atMost(one ** times);
    if (rest < count) return placesAt(Array<TextShape>(times).fill(shape.times), rest);
    rest -= count;
  }
  return '';
}

/** A shape in which what may come any number of times comes so many more times than it must, and a few beyond. */
export function limited(shape: TextShape, more: number): TextShape {
  if (typeof shape === 'string' || 'chars' in shape) return shape;
  if ('any' in shape) return { any: shape.any.map((each) => limited(each, more)) };
  if ('all' in shape) return { all: shape.all.map((each) => limited(each, more)) };
  const { times, min, max } = shape;
  const least = Math.min(max, min + more);
  return { times: limited(times, 0), min: max > OPEN ? least : min, max: Math.min(max, least + BEYOND) };
}

/** Times that nobody means as a bound. */
const OPEN = 64;
const BEYOND = 3;

function placesAt(shapes: readonly TextShape[], index: number): string {
  let rest = index;
  const texts = shapes.toReversed().map((shape) => {
    const count = countOf(shape);
    const text = textAt(shape, rest % count);
    rest = Math.floor(rest / count);
    return text;
  });
  return texts.reverse().join('');
}

function atMost(count: number): number {
  return Math.min(count, Number.MAX_SAFE_INTEGER);
}
