import { describe, expect, it } from '@jest/globals';
import { prose, title, withArticle } from '../../../../cli/generate/plan/view/words.ts';

describe('words', () => {
  it.each([
    ['order', 'an order'],
    ['course unit', 'a course unit'],
    ['unit', 'a unit'],
    ['user', 'a user'],
    ['uncle', 'an uncle'],
    ['hour', 'an hour'],
    ['house', 'a house'],
    ['euro', 'a euro'],
    ['one time code', 'a one time code'],
  ])('%s has its article', (noun, expected) => {
    expect(withArticle(noun)).toBe(expected);
  });

  it('make titles and sentences from names', () => {
    expect([title('order-service'), title('api-gateway'), prose('courseUnit')]).toEqual([
      'Order service',
      'API gateway',
      'course unit',
    ]);
  });
});
