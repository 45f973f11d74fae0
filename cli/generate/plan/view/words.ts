import { kebabCase } from '../../../config/names.ts';

/** `courseUnit` → `course unit`. */
export function prose(name: string): string {
  return kebabCase(name).replaceAll('-', ' ');
}

/** `subject-service` → `Subject service`. */
export function title(name: string): string {
  const text = prose(name);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a course unit`, `an order`: by the sound, as far as the spelling gives it away. */
export function withArticle(noun: string): string {
  const soundsLikeVowel =
    /^([aeiou]|hour|honest|honou?r|heir)/.test(noun) && !/^(eu|one\b|once|uni|u[srt][aeiou])/.test(noun);
  return `${soundsLikeVowel ? 'an' : 'a'} ${noun}`;
}
