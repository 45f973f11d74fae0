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

/** The same for paths that differ in the names of their parameters alone. */
export function shapeOf(path: string): string {
  return segmentsOf(path)
    .map((segment) => (isParameter(segment) ? ':' : segment))
    .join('/');
}

function isParameter(segment: string): boolean {
  return segment.startsWith(':');
}
