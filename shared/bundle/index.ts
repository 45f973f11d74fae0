export { type Bundle, build } from './build.ts';
export { isOwn } from './own.ts';
