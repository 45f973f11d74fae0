const STEPS = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'm', seconds: 60 },
] as const;

/** The largest whole unit, as time spans are given: `40s`, `5m`, `3d`. */
export function age(seconds: number): string {
  const step = STEPS.find((each) => seconds >= each.seconds);
  return step ? `${Math.floor(seconds / step.seconds)}${step.unit}` : `${Math.max(0, Math.floor(seconds))}s`;
}

export function secondsSince(iso: string): number {
  return (Date.now() - Date.parse(iso)) / 1_000;
}
