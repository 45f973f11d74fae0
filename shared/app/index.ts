export { createApp } from './app.ts';
export { answerClientError } from './client-error.ts';
export type { ServiceDefinition } from './definition.ts';
export { forThisMachineOr } from './for-this-machine-or.ts';
export type { OpenApiDocument } from './openapi/contract.ts';
export { loadParts } from './parts.ts';
export type { Dependency, DependencyReport, Readiness, ReadinessReport } from './readiness.ts';
export { startService } from './start.ts';
export { mistakesBy } from './validation.ts';
