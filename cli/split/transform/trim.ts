import type { Step } from './step.ts';

export const trim: Step = (text) => text.trim();
