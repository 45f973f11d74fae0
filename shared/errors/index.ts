export { CATALOGUE, type ProblemCode } from './catalogue.ts';
export { PROBLEM_JSON, type ProblemDocument, problemDocument } from './document.ts';
export { type FieldError, Problem, type ProblemOptions } from './problem.ts';
