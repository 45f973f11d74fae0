import fc from 'fast-check';
import { writtenText } from './written-text.ts';

/** A body may nest 64 levels deep, its own among them. */
const DEEPEST = 60;

/** Whatever JSON can say and a database keeps: no NUL, no number that a double does not hold, no name that reaches a prototype. */
export function anyJson(): fc.Arbitrary<unknown> {
  const name = fc.string({ maxLength: 8 }).filter((each) => !['__proto__', 'constructor', 'prototype'].includes(each));
  const { tree } = fc.letrec<{ tree: unknown; leaf: unknown }>((tie) => ({
    leaf: fc.oneof(
      fc.constant(null),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      writtenText(0, 40),
    ),
    tree: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { arbitrary: tie('leaf'), weight: 3 },
      { arbitrary: fc.array(tie('tree'), { maxLength: 3 }), weight: 1 },
      { arbitrary: fc.dictionary(name, tie('tree'), { maxKeys: 3, noNullPrototype: true }), weight: 1 },
    ),
  }));
  const deep = fc.nat(DEEPEST).map((levels) => {
    let value: unknown = 1;
    for (let level = 0; level < levels; level += 1) value = level % 2 === 0 ? [value] : { a: value };
    return value;
  });
  return fc.oneof({ arbitrary: tree, weight: 9 }, { arbitrary: deep, weight: 1 });
}
