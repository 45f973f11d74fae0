import { describe, expect, it } from '@jest/globals';
import { parseExposition } from '../../../../../cli/dashboard/server/collect/exposition.ts';

const all = (text: string) => parseExposition(text, () => true).map(({ name, labels, value }) => [name, labels, value]);

describe('the text format of Prometheus', () => {
  it.each([
    ['up 1', ['up', {}, 1]],
    ['up 1.5e-3 1395066363000', ['up', {}, 0.0015]],
    ['calls_total{target="a",outcome="b"} 7', ['calls_total', { target: 'a', outcome: 'b' }, 7]],
    ['calls_total{target="a",} 7', ['calls_total', { target: 'a' }, 7]],
    ['odd{says="a \\"}\\" b\\\\ c\\nd"} -2', ['odd', { says: 'a "}" b\\ c\nd' }, -2]],
    ['odd{says="n\\\\n"} 1', ['odd', { says: 'n\\n' }, 1]],
    ['top_bucket{le="+Inf"} +Inf', ['top_bucket', { le: '+Inf' }, Number.POSITIVE_INFINITY]],
    ['low -Inf', ['low', {}, Number.NEGATIVE_INFINITY]],
    ['empty {} 3', ['empty', {}, Number.NaN]],
  ])('reads %s', (line, sample) => {
    expect(all(line)).toEqual(line.startsWith('empty') ? [] : [sample]);
  });

  it('reads what prom-client writes where it does not know', () => {
    expect(all('lag Nan\nlag NaN')).toEqual([
      ['lag', {}, Number.NaN],
      ['lag', {}, Number.NaN],
    ]);
  });

  it('leaves out comments, what nobody wants and what cannot be read, and nothing else', () => {
    const text = '# HELP a b\n# TYPE a counter\na 1\n\nb{ 2\nb{x="y"} zwei\nc\nd 4\r\n{} 1\ne 5';
    expect(parseExposition(text, (name) => name !== 'e').map(({ series, value }) => [series, value])).toEqual([
      ['a', 1],
      ['d', 4],
    ]);
  });
});
