import { capitalise } from '../../plan/view/words.ts';

/** `{{capitalise entity.aNoun}}`, where a sentence begins with it. */
export function capitaliseHelper(text: string): string {
  return capitalise(text);
}
