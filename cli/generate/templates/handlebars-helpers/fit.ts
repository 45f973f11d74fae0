import type { HelperOptions } from 'handlebars';
import { fitLine } from '../../format/fit-line.ts';
import { OR } from './or.ts';

/** `{{#fit}}the broken form{{else}}an even more broken form{{/fit}}`, whole lines, on one line if that fits. */
export function fitHelper(this: unknown, options: HelperOptions): string {
  const forms = [options.fn(this), ...options.inverse(this).split(OR)]
    .filter((form) => form.trim() !== '')
    .map(trimNewline);
  return `${fitLine(...(forms as [string, ...string[]]))}\n`;
}

function trimNewline(text: string): string {
  return text.replace(/^\n|\n$/g, '');
}
