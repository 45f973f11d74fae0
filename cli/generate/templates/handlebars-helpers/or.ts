/** Stands between forms, and in no code. */
export const OR = '\f';

/** `{{or}}`, on a line of its own: after `else` of a `{{#fit}}` it parts forms that are broken further and further. */
export function orHelper(): string {
  return OR;
}
