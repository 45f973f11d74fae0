import type { ArrayField } from '../../config/model.ts';
import { type Fit, Misfit } from './misfit.ts';

const NONE = new Misfit('type', 'no list in JSON');

/** A list of values of one type, as JSON. @param item what fits one */
export function list({ items, minItems, maxItems, uniqueItems }: ArrayField, item: Fit): Fit {
  const outside = new Misfit('out_of_range', `not ${minItems} to ${maxItems} entries`);
  const spell = SPELLINGS[items.type] ?? ((text: string) => text);
  return (value) => {
    const entries = entriesOf(value);
    if (!entries) return NONE;
    if (entries.length < minItems || entries.length > maxItems) return outside;
    const fitted: unknown[] = [];
    for (const entry of entries) {
      const text = entry === null || typeof entry === 'object' ? NONE : item(String(entry));
      if (text instanceof Misfit) return text;
      fitted.push(spell(text));
    }
    if (uniqueItems && new Set(fitted).size < fitted.length)
      return new Misfit('duplicate', 'an entry that is there twice');
    return JSON.stringify(fitted);
  };
}

/** How JSON spells what has another spelling in a column. */
const SPELLINGS: Partial<Record<ArrayField['items']['type'], (text: string) => unknown>> = {
  integer: Number,
  bigint: Number,
  boolean: (text) => text === 't',
  datetime: (text) => `${text.replace(' ', 'T')}Z`,
};

function entriesOf(value: string): unknown[] | undefined {
  try {
    const parsed: unknown = JSON.parse(value);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined; // it is no JSON: that is the answer
  }
}
