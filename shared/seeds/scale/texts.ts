import type { Values } from './contract.ts';
import type { Lengths } from './pattern-texts.ts';
import { person, thing } from './words.ts';

/** Texts without a form: a thing or a person by the name of the field, and a number of its own. */
export function stringValues(name: string, { minLength, maxLength }: Lengths): Values {
  const speak = PERSONS.test(name) ? named : thing;
  return spoken((index) => `${speak(index)} ${index + 1}`, '', { minLength, maxLength });
}

const PERSONS =
  /(?:person|owner|author|customer|employee|student|teacher|user|contact)(?:Name)?$|^(?:full|display)Name$/i;

function named(index: number): string {
  const { given, family } = person(index);
  return `${given} ${family}`;
}

/** Addresses of people, or of pages, at a domain that nobody has (RFC 2606). */
export function textOf(type: 'email' | 'url', maxLength: number): Values {
  const lengths = { minLength: 1, maxLength };
  if (type === 'url') {
    const page = (index: number) => `https://example.org/${thing(index).toLowerCase().replace(' ', '-')}/${index + 1}`;
    return spoken(page, 'http://a.test/', lengths);
  }
  const address = (index: number) => {
    const { given, family } = person(index);
    return `${given}.${family}.${index + 1}@example.org`.toLowerCase();
  };
  return spoken(address, '@a.test', lengths);
}

/** As it is said, or, where there is no room for it, its number in few letters, before or after what must be there. */
function spoken(say: (index: number) => string, around: string, { minLength, maxLength }: Lengths): Values {
  const room = maxLength - around.length;
  const size = Math.min(36 ** room, Number.MAX_SAFE_INTEGER);
  const short = (index: number) => {
    const number = index.toString(36).toUpperCase();
    return around.startsWith('@') ? `${number}${around}` : `${around}${number}`;
  };
  return {
    size,
    usual: Math.min(size, 10_000),
    at(index) {
      const text = say(index);
      return (text.length <= maxLength ? text : short(index)).padEnd(minLength, '-');
    },
  };
}
