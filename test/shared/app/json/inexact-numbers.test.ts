import { describe, expect, it } from '@jest/globals';
import { inexactNumbers } from '../../../../shared/app/json/inexact-numbers.ts';

const pathsIn = (text: string) => inexactNumbers(text).map(({ path }) => path);

describe('a number in a body', () => {
  it.each([
    ...['0', '-0', '0.0', '-0e5', '7', '1.5', '0.1', '1e2', '1E+2', '100e-2', '1.0000000000000000000', '0e999'],
    ...['9007199254740991', '9007199254740992', '1e23', '1.7976931348623157e308', '5e-324', '123456789012345'],
    ...['100000000000000000000000', '0.000000000000000000000000000001', '123.456e78'],
  ])('%s is kept', (number) => {
    expect(pathsIn(number)).toEqual([]);
    expect(pathsIn(`{ "a": [ ${number} ] }`)).toEqual([]);
  });

  it.each([
    ...['9007199254740993', '-9007199254740993', '12345678901234567890', '0.12345678901234567890', '1e400', '-1e400'],
    ...['1e-400', '1.00000000000000000001', '3.141592653589793238', '4e-324', '1e99999999999999999999'],
  ])('%s is not', (number) => {
    expect(pathsIn(number)).toEqual(['']);
    expect(pathsIn(`{"a":{"b":[1,${number}],"":${number}},"c": ${number}}`)).toEqual(['/a/b/1', '/a/', '/c']);
  });

  it('is none where it stands in a text', () => {
    expect(pathsIn('{"a":"1e400, 9007199254740993","b: 1e400":[]}')).toEqual([]);
  });

  it('may be as long as a body', () => {
    const zeros = '0'.repeat(1_000_000);
    expect(pathsIn(`[0.1${zeros}1, 0.1${zeros}]`)).toEqual(['/0']);
  });

  it('is told at most a hundred times', () => {
    expect(pathsIn(`[${Array(1_000).fill('1e400').join()}]`)).toHaveLength(100);
  });
});
