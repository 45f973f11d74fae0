import { kebabCase } from '../../../config/names.ts';

/** `courseUnit` → `course unit`. */
export function prose(name: string): string {
  return kebabCase(name).replaceAll('-', ' ');
}

const ACRONYMS = new Set(['api', 'crm', 'erp', 'hr', 'http', 'pdf', 'sms', 'sql', 'sso', 'url']);

/** `order-service` → `Order service`, `api-gateway` → `API gateway`. */
export function title(name: string): string {
  const words = prose(name).split(' ');
  return capitalise(words.map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word)).join(' '));
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a course unit`, `an order`: by the sound, as far as the spelling gives it away. */
export function withArticle(noun: string): string {
  const soundsLikeVowel =
    /^([aeiou]|hour|honest|honou?r|heir)/.test(noun) && !/^(eu|one\b|once|uni|u[srt][aeiou])/.test(noun);
  return `${soundsLikeVowel ? 'an' : 'a'} ${noun}`;
}
