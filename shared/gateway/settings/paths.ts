/** How many segments a path has is how many of a request's path it stands for. */
export function segmentsOf(path: string): string[] {
  return path.split('/').slice(1);
}

/** Whether all of what `inner` stands for lies at or below `outer`. */
export function covers(outer: string, inner: string): boolean {
  const [outside, inside] = [segmentsOf(outer), segmentsOf(inner)];
  return (
    outside.length <= inside.length &&
    outside.every((segment, index) => isParameter(segment) || segment === inside[index])
  );
}

/** What both stand for; undefined: nothing. */
export function common(one: string, other: string): string | undefined {
  const [short = [], long = []] = [segmentsOf(one), segmentsOf(other)].sort((a, b) => a.length - b.length);
  const both = long.map((segment, index) => {
    const fixed = short[index];
    return fixed === undefined || isParameter(fixed) ? segment : fixed;
  });
  const path = `/${both.join('/')}`;
  return covers(one, path) && covers(other, path) ? path : undefined;
}

/** Sorts the longer path, and of those of one length the one that is spelled out, behind: the order in which a router looks, from its end. */
export function bySpecificity(one: string, other: string): number {
  const [first, second] = [segmentsOf(one), segmentsOf(other)];
  if (first.length !== second.length) return first.length - second.length;
  const differing = first.findIndex((segment, index) => isParameter(segment) !== isParameter(second[index] as string));
  return differing === -1 ? 0 : isParameter(first[differing] as string) ? -1 : 1;
}

/** The same for paths that differ in the names of their parameters alone. */
export function shapeOf(path: string): string {
  return segmentsOf(path)
    .map((segment) => (isParameter(segment) ? ':' : segment))
    .join('/');
}

function isParameter(segment: string): boolean {
  return segment.startsWith(':');
}
