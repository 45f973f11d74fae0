/** `50%` is 0.5; undefined: it is none of 1% to 100%. */
export function parseShare(text: string): number | undefined {
  const percent = Number(/^(\d{1,3})%$/.exec(text)?.[1]);
  return percent >= 1 && percent <= 100 ? percent / 100 : undefined;
}
