import { fieldOf } from '../draft.ts';
import type { Rule } from './rule.ts';

const PART = /YYYY|SSS|MM|DD|HH|mm|ss/g;
const NEEDED = ['YYYY', 'MM', 'DD'];

/** A format tells a whole date, and nothing twice. */
export const formats: Rule = function* ({ mappings = {} }) {
  for (const [name, { fields = {} }] of Object.entries(mappings)) {
    for (const [field, written] of Object.entries(fields)) {
      const { format } = fieldOf(written);
      if (format === undefined || format === 'unix' || format === 'unix-ms') continue;
      const parts: readonly string[] = format.match(PART) ?? [];
      const missing = NEEDED.filter((part) => !parts.includes(part));
      const twice = parts.find((part, at) => parts.indexOf(part) < at);
      const path = ['mappings', name, 'fields', field, 'format'];
      if (missing.length > 0) {
        yield {
          path,
          code: 'bad_format',
          message: `a date needs ${missing.join(', ')}; numbers are \`unix\` or \`unix-ms\``,
        };
      } else if (twice !== undefined) {
        yield { path, code: 'bad_format', message: `${twice} is there twice` };
      }
    }
  }
};
