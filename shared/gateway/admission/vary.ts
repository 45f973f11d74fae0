/** What an answer varies with, and this as well. */
export function varyingWith(vary: string | undefined, name: string): string {
  if (vary === undefined || vary === '') return name;
  const named = vary.split(',').map((each) => each.trim().toLowerCase());
  return named.includes('*') || named.includes(name.toLowerCase()) ? vary : `${vary}, ${name}`;
}
