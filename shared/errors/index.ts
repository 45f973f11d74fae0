export { CATALOGUE, type ProblemCode } from './catalogue.ts';
export { PROBLEM_JSON, type ProblemDocument, problemDocument } from './document.ts';
export { fieldErrors, type SchemaViolation } from './field-errors.ts';
export { jsonPointer } from './json-pointer.ts';
export { type FieldError, Problem, type ProblemOptions } from './problem.ts';
